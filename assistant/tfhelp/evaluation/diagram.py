"""A reliability diagram: what was said against what held (Niculescu-Mizil and Caruana, 2005), as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .report import Report

_SIDE, _LEFT, _TOP, _COUNTS = 320, 56, 48, 60
"""Pixels: the square, its margins, and the height of the bars of counts under it."""

_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#24292f}.t{font-size:15px;font-weight:600}.g{stroke:#d0d7de}"
    ".d{stroke:#8c959f;stroke-dasharray:4 4}.b{fill:#0969da;fill-opacity:.75}.c{fill:#8c959f}.e{text-anchor:end}"
    ".m{text-anchor:middle}rect.bg{fill:#fff}"
)


def to_svg(found: Report) -> str:
    """The diagram of a report, with a bar for each bin and, below, how many questions fell into it."""
    width, height = _LEFT + _SIDE + 24, _TOP + _SIDE + _COUNTS + 64
    most = max((bin_.count for bin_ in found.bins), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img">',
        f"<title>Reliability diagram of tfhelp</title><style>{_STYLE}</style>",
        f'<rect class="bg" width="{width}" height="{height}"/>',
        f'<text class="t" x="{_LEFT}" y="20">How often tfhelp is right when it says so</text>',
        f'<text x="{_LEFT}" y="38">{found.asked} questions, calibration error {found.calibration_error:.3f}</text>',
    ]
    for tick in range(0, 11, 2):
        x, y = _LEFT + _SIDE * tick / 10, _TOP + _SIDE * (1 - tick / 10)
        parts.append(f'<line class="g" x1="{_LEFT}" x2="{_LEFT + _SIDE}" y1="{y:g}" y2="{y:g}"/>')
        parts.append(f'<text class="e" x="{_LEFT - 6}" y="{y + 4:g}">{tick / 10:g}</text>')
        parts.append(f'<text class="m" x="{x:g}" y="{_TOP + _SIDE + _COUNTS + 22}">{tick / 10:g}</text>')
    for bin_ in found.bins:
        x, wide = _LEFT + _SIDE * bin_.low + 2, _SIDE * (bin_.high - bin_.low) - 4
        tall, few = _SIDE * bin_.held, (_COUNTS - 10) * bin_.count / most
        parts.append(_bar("b", x, _TOP + _SIDE - tall, wide, tall, f"said {bin_.said:.2f}, right {bin_.held:.2f}"))
        parts.append(_bar("c", x, _TOP + _SIDE + _COUNTS - few, wide, few, f"{bin_.count} questions"))
    parts += [
        f'<line class="d" x1="{_LEFT}" y1="{_TOP + _SIDE}" x2="{_LEFT + _SIDE}" y2="{_TOP}"/>',
        f'<text class="m" x="{_LEFT + _SIDE / 2:g}" y="{height - 8}">stated confidence (grey: questions)</text>',
        f'<text class="m" transform="translate(14 {_TOP + _SIDE / 2:g}) rotate(-90)">right entry first</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bar(kind: str, x: float, y: float, width: float, height: float, title: str) -> str:
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(0.0, height):.1f}">'
        f"<title>{title}</title></rect>"
    )

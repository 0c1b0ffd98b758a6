"""How the commands show answers and lists."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from . import terminal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tfhelp.answer import Answer


def index_folder(arguments: argparse.Namespace) -> str | None:
    """The index that is asked: ``--index``, else ``TFHELP_INDEX``, else None for the packaged one."""
    return arguments.index or os.environ.get("TFHELP_INDEX") or None


def show(answer: Answer, arguments: argparse.Namespace, *, summarized: bool = False) -> None:
    """Print an answer as JSON, as plain lines, or laid out for a terminal.

    Args:
        answer: the answer.
        arguments: how it is wanted.
        summarized: whether a summary was asked for: it belongs to the JSON; else it follows, and so nothing is paged.
    """
    if arguments.json:
        from tfhelp.render.as_json import dumps, to_dict

        data = to_dict(answer, summarized=summarized)
        terminal.show(dumps(data, ascii_only=not terminal.is_unicode(sys.stdout), indent=1), pager=False)
    elif arguments.plain:
        from tfhelp.render.plain import to_plain

        terminal.show(to_plain(answer), pager=False)
    else:
        from tfhelp.render.style import Style
        from tfhelp.render.terminal import to_terminal

        style = Style(terminal.wants_color(sys.stdout))
        text = to_terminal(answer, terminal.columns(sys.stdout), style)
        terminal.show(text, pager=not (arguments.no_pager or summarized))


def list_titles(rows: Sequence[tuple[str, str]]) -> None:
    """Print codes and titles, a line each; on a terminal what does not fit is cut."""
    from tfhelp.render.wrap import cut

    width = terminal.columns(sys.stdout) if terminal.is_terminal(sys.stdout) else None
    for code, title in rows:
        print(f"{code}  {title if width is None else cut(title, width - len(code) - 2)}")

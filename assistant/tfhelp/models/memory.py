"""How much memory a model needs, and how much there is, asked of the system and of ``nvidia-smi``, never of torch."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .writer_facts import WriterFacts

BYTES = {"fp32": 4, "fp16": 2, "bf16": 2}
"""Of one number, by the type that is computed in."""

READ_TOKENS = 4096
"""A summary reads and writes fewer; no more are kept in memory at a time."""

_SLACK = 0.10
"""Of the weights: what computing takes on top, at most, for prompts read in pieces of 64 tokens."""

_BASE_BYTES = 200_000_000
_SMI_SECONDS = 3.0
_LIMITS = (("memory.max", "memory.current"), ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"))
"""Files of both generations of control groups: what a container may take, and what it has taken."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a model fits, with the numbers that say so."""

    needed: int
    free: int

    @property
    def fits(self) -> bool:
        """There is enough."""
        return self.needed <= self.free


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics card; bytes."""

    name: str
    total: int
    free: int


def needed(facts: WriterFacts, dtype: str) -> int:
    """Bytes to run a model: weights in ``dtype``, what it keeps of the text that it reads, and what computing takes.

    Args:
        facts: the model.
        dtype: ``fp32``, ``fp16`` or ``bf16``.
    """
    width = BYTES[dtype]
    weights = facts.parameters * width
    tokens = min(facts.context or READ_TOKENS, READ_TOKENS)
    return int(weights * (1 + _SLACK)) + facts.cache_width * width * tokens + _BASE_BYTES


def fit(facts: WriterFacts, dtype: str, free: int) -> Fit:
    """Compare what a model needs in ``dtype`` with the bytes that are free."""
    return Fit(needed(facts, dtype), free)


def in_words(count: int) -> str:
    """Bytes as people say them: ``980 MB``, ``14.2 GB``."""
    return f"{count / 1e6:.0f} MB" if count < 999_500_000 else f"{count / 1e9:.1f} GB"


def free_memory() -> int | None:
    """Bytes of main memory that a program can still take; None where the system does not say."""
    with contextlib.suppress(OSError, ValueError, AttributeError, subprocess.SubprocessError):
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            return _mac()
        known = (_linux(Path("/proc/meminfo").read_text()), _container())
        return min((count for count in known if count is not None), default=None)
    return None


def _linux(text: str) -> int | None:
    rows = (line.split() for line in text.splitlines())
    found = {row[0]: int(row[1]) * 1024 for row in rows if len(row) > 1 and row[1].isdigit()}
    return found.get("MemAvailable:", found.get("MemFree:"))


def _container(folder: Path = Path("/sys/fs/cgroup")) -> int | None:
    """What the limit of a container leaves; None without one."""
    for limit, used in _LIMITS:
        with contextlib.suppress(OSError, ValueError):
            left = int((folder / limit).read_text()) - int((folder / used).read_text())
            return max(left, 0) + _reclaimable(folder)
    return None


def _reclaimable(folder: Path) -> int:
    """Bytes of files that the container keeps in memory and would give up."""
    for name in ("memory.stat", "memory/memory.stat"):
        with contextlib.suppress(OSError, ValueError):
            rows = dict(line.split(maxsplit=1) for line in (folder / name).read_text().splitlines())
            return int(rows.get("inactive_file", rows.get("total_inactive_file", 0)))
    return 0


def _mac() -> int | None:
    """Pages that are free or would be given up at once."""
    text = subprocess.run(
        ["/usr/bin/vm_stat"], capture_output=True, text=True, timeout=_SMI_SECONDS, check=True
    ).stdout
    size = int(text.split("page size of ")[1].split()[0])
    rows = dict(line.rsplit(":", 1) for line in text.splitlines()[1:] if ":" in line)
    pages = (rows.get(f"Pages {name}", "0") for name in ("free", "inactive", "speculative", "purgeable"))
    return size * sum(int(count.strip().rstrip(".")) for count in pages)


def _windows() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ulong), ("load", ctypes.c_ulong)] + [
            (name, ctypes.c_ulonglong)
            for name in ("total", "available", "page_total", "page_free", "virtual", "virtual_free", "extended")
        ]

    status = Status(length=ctypes.sizeof(Status))
    known = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined]
    return int(status.available) if known else None


def gpus() -> tuple[Gpu, ...]:
    """The graphics cards that ``nvidia-smi`` names; none where it is not there or does not answer."""
    program = shutil.which("nvidia-smi")
    if not program:
        return ()
    command = [program, "--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SMI_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError, ValueError):
        return ()
    return tuple(_visible(parse_gpus(done.stdout)))


def parse_gpus(text: str) -> list[Gpu]:
    """What ``nvidia-smi`` printed; lines that say something else are passed over."""
    found = []
    for line in text.splitlines():
        with contextlib.suppress(ValueError):
            name, total, free = line.rsplit(",", 2)
            found.append(Gpu(name.strip(), int(total) * 1024 * 1024, int(free) * 1024 * 1024))
    return found


def _visible(cards: list[Gpu]) -> list[Gpu]:
    """Those that ``CUDA_VISIBLE_DEVICES`` leaves; ids that are no numbers hide nothing here."""
    chosen = os.environ.get("CUDA_VISIBLE_DEVICES")
    if chosen is None:
        return cards
    names = [part.strip() for part in chosen.split(",") if part.strip()]
    if any(not name.lstrip("-").isdigit() for name in names):
        return cards
    return [cards[int(name)] for name in names if 0 <= int(name) < len(cards)]

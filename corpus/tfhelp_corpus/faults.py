"""A fault of a corpus file: where it is and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in one file."""

    path: Path
    line: int
    """1-based."""
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class FaultLog:
    """Collects the faults of one file, so that one reading names them all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def add(self, line: int, message: str) -> None:
        """Note a fault at a 1-based line."""
        self.faults.append(Fault(self.path, line, message))

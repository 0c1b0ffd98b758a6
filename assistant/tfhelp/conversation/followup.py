"""How a text refines the question before it, by rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .turn import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .turn import Turn


def plan(text: str, turns: Sequence[Turn]) -> Plan:
    """What is to be asked for ``text`` after these turns."""
    return Plan(text, text)

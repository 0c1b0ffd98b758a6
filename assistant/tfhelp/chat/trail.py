"""Where one reads, where one was before, and where one went back from."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """What is being read: a turn, one of its candidates, as answer or as whole document."""

    turn: int
    """From 1."""
    candidate: int = 0
    """From 0."""
    document: bool = False


@dataclass(frozen=True, slots=True)
class Trail:
    """A place with the places behind and ahead of it; a step makes another trail."""

    place: Place | None = None
    behind: tuple[Place, ...] = ()
    """The nearest last."""
    ahead: tuple[Place, ...] = ()
    """The nearest last."""

    def to(self, place: Place) -> Trail:
        """On to another place: the one before is behind it, and nothing is ahead."""
        if self.place is None or self.place == place:
            return replace(self, place=place)
        return Trail(place, (*self.behind, self.place))

    def back(self) -> Trail | None:
        """One place back; None where nothing is behind."""
        if self.place is None or not self.behind:
            return None
        return Trail(self.behind[-1], self.behind[:-1], (*self.ahead, self.place))

    def forward(self) -> Trail | None:
        """One place forward again; None where nothing is ahead."""
        if self.place is None or not self.ahead:
            return None
        return Trail(self.ahead[-1], (*self.behind, self.place), self.ahead[:-1])

"""Tokens in, text out, cut only between characters: a Chinese character is often two or three tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BROKEN = "\ufffd"
_THINK, _THOUGHT = "<think>", "</think>"
_MOST_BROKEN = 8
"""Tokens after which a broken character is no beginning of one any more."""


class TextStream:
    """Decodes a text that grows token by token.

    What a model thinks aloud (``<think> … </think>``) before it answers is left out.

    Args:
        decode: the text of some tokens.
        stop: a text at which the answer ends; it is not part of it.
        thinking: whether the prompt has opened a thought already.
    """

    def __init__(self, decode: Callable[[Sequence[int]], str], stop: str = "", *, thinking: bool = False) -> None:
        self.stopped = False
        """Whether ``stop`` has come."""
        self._decode = decode
        self._stop = stop
        self._thinking = thinking
        self._thought = False
        self._begun = False
        self._held = ""
        self._ids: list[int] = []
        self._known = 0
        self._shown = 0

    def push(self, token: int) -> str:
        """Add a token.

        Returns:
            The text that is certain now; often empty.
        """
        self._ids.append(token)
        before = self._decode(self._ids[self._known : self._shown])
        now = self._decode(self._ids[self._known :])
        if now.endswith(_BROKEN) and len(self._ids) - self._shown < _MOST_BROKEN:
            return ""
        # The last tokens are decoded again with the next ones: what a token means can depend on the one before it.
        self._known, self._shown = self._shown, len(self._ids)
        return self._sift(now[len(before) :])

    def end(self) -> str:
        """The rest; a character that was never completed is dropped."""
        rest = self._decode(self._ids[self._known :])[len(self._decode(self._ids[self._known : self._shown])) :]
        self._held += "" if self.stopped else rest.rstrip(_BROKEN)
        if self._thinking or (self._stop and self._cut()):
            self._held = ""
        held, self._held = self._held, ""
        return held

    def _sift(self, text: str) -> str:
        """Hold back what may turn out to be a thought or the end."""
        if self.stopped:
            return ""
        self._held += text
        if not self._begun and not self._pass_thoughts():
            return ""
        self._begun = True
        if self._stop and self._cut():
            self.stopped = True
            ready, self._held = self._held, ""
            return ready
        kept = _overlap(self._held, self._stop)
        ready, self._held = self._held[: len(self._held) - kept], self._held[len(self._held) - kept :]
        return ready

    def _pass_thoughts(self) -> bool:
        """Drop a thought at the beginning; False while it is not certain whether, or where, there is one."""
        start = self._held.lstrip()
        if self._thought:
            self._held = start
            return bool(start)
        if not self._thinking:
            if _THINK.startswith(start) and start != _THINK:
                return False
            if not start.startswith(_THINK):
                return True
            self._thinking = True
        _, ended, rest = self._held.partition(_THOUGHT)
        if not ended:
            return False
        self._thinking, self._thought = False, True
        self._held = rest.lstrip()
        return bool(self._held)

    def _cut(self) -> bool:
        self._held, found, _ = self._held.partition(self._stop)
        return bool(found)


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of ``text`` could begin ``stop``."""
    return next((n for n in range(min(len(text), len(stop) - 1), 0, -1) if text.endswith(stop[:n])), 0)

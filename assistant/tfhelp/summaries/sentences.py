"""Sentences of English and Chinese text, also of one that is still being written.

A dot ends a sentence only before a blank that something other than a lower-case word follows, so `model.generate()`,
v4.46.3 and "e.g. this" stay whole; nothing within backticks ends one, and a code fence is one unit.
"""

from __future__ import annotations

import re

MAX_CHARS = 1200
"""A "sentence" that goes on for longer is cut here: it is none."""

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|no|fig|ca|incl|max|min)|\b[A-Z])\.$", re.IGNORECASE
)
_LATIN_END, _HAN_END = ".!?…", "。！？"
_NUMBERED = re.compile(r"[\s*_(]*\d{1,2}")
_CLOSING = "\"'”’）)]』」》*_"
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


class SentenceStream:
    """Takes pieces of a text, gives back whole sentences; joined again they are the text but for outer blanks."""

    def __init__(self) -> None:
        self._buffer = ""

    def feed(self, piece: str) -> list[str]:
        """The sentences that became whole with this piece."""
        self._buffer += piece
        return self._take(final=False)

    def close(self) -> list[str]:
        """What is left; the text is over."""
        found = self._take(final=True)
        rest, self._buffer = self._buffer.strip(), ""
        return [*found, rest] if rest else found

    def _take(self, *, final: bool) -> list[str]:
        found = []
        while end := _end(self._buffer, final=final):
            sentence, self._buffer = self._buffer[:end].strip(), self._buffer[end:]
            if sentence:
                found.append(sentence)
        return found


def split(text: str) -> list[str]:
    """The sentences of a whole text."""
    stream = SentenceStream()
    return stream.feed(text) + stream.close()


def _end(text: str, *, final: bool) -> int:
    """Where the first sentence of the text ends, 0 if that is not known yet."""
    if fence := _FENCE.match(text):
        return _fence_end(text, fence)
    if not final and text.lstrip()[:3] in ("`", "``", "~", "~~"):
        return 0  # may become a fence
    in_code = False
    for index, character in enumerate(text):
        if character == "`":
            in_code = not in_code
        elif character == "\n":
            return index + 1
        elif not in_code and character in _HAN_END:
            after = _skip_closing(text, index + 1)
            if after < len(text) or final:
                return after
        elif not in_code and character in _LATIN_END:
            after = _skip_closing(text, index + 1)
            if _latin_boundary(text, index, after):
                return after
    return MAX_CHARS if len(text) > MAX_CHARS else 0


def _fence_end(text: str, fence: re.Match[str]) -> int:
    closing = re.compile(rf"^[ \t]*{re.escape(fence[1])}[ \t]*$", re.MULTILINE).search(text, fence.end())
    return closing.end() if closing else 0


def _skip_closing(text: str, index: int) -> int:
    start = index
    while index < len(text) and text[index] in _CLOSING:
        index += 1
    # Stars close only what was opened: in "。**可以**" they begin the next sentence.
    stars = len(text[start:index]) - len(text[start:index].rstrip("*_"))
    return index - stars if stars and text.count(text[index - 1], 0, index - stars) % (2 * stars) == 0 else index


def _latin_boundary(text: str, index: int, after: int) -> bool:
    if after >= len(text) or not text[after].isspace():
        return False
    following = text[after:].lstrip()
    if not following or following[0].islower():
        return False
    if text[index] != ".":
        return True
    return not (_ABBREVIATION.search(text[max(0, index - 8) : index + 1]) or _NUMBERED.fullmatch(text[:index]))

"""The entry's own sentence in the place of a withheld one.

What a model means to say is often in the entry, said rightly there. Where it is clear which sentence that is, the
reader gets it word for word, and the model has chosen what is told, not how.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from .alignment import Alignment
    from .source import Source, SourceSentence

LEAST_COSINE = 0.62
"""From which a sentence of the entry is taken for what was meant; unrelated ones lie at about 0.55."""
LEAST_SHARED, UNRELATED = 0.4, 0.5
"""Share of the words of the withheld sentence that are in it, which makes up for a cosine between these two."""
LEAST_COVERED = 0.4
"""Share of the words that the entry bears out, where there is no encoder."""
CHARS = range(8, 320)
"""How long a sentence may be that is told by itself."""

_WHOLE = re.compile(r"[.!?…。！？:：][\"'”’）)*`]*$")
_LEADING = re.compile(r"[:：](?=[*_]*$)")
"""A colon that leads to code, which stands at the end of the summary."""
_LEANING = re.compile(
    r"^(?:it|its|this|that|these|those|they|then|there|here|such|otherwise|also|so|but|and|or)\b"
    r"|\b(?:above|below|following)\b|^(?:它|这|那|此|其|否则|然后|另外|也|但|而|所以|因此)|上面|下面|上述|如下",
    re.IGNORECASE,
)
"""Words that lean on another sentence."""
_POINTING = re.compile(r"\b(?:above|below|following)\b|上面|下面|上述|如下", re.IGNORECASE)
"""Words that lean on what stands elsewhere."""


def own_sentences(alignment: Alignment, source: Source, told: Collection[str]) -> tuple[SourceSentence, ...]:
    """The sentence of an entry that a withheld one renders, after the one that it leans on.

    Empty if it is not clear which one that is, or if it cannot be understood by itself.

    Args:
        alignment: of the withheld sentence with the entry.
        source: the entry.
        told: texts that the reader has already.
    """
    for sentence, shared in zip(alignment.sentences, alignment.shared, strict=True):
        encoded = source.vector(sentence.claims.text) is not None
        near = alignment.cosine >= LEAST_COSINE or (shared >= LEAST_SHARED and alignment.cosine >= UNRELATED)
        found = _with_what_it_leans_on(sentence, source)
        fresh = all(one.claims.text not in told for one in found)
        if (near if encoded else alignment.covered >= LEAST_COVERED) and found and fresh:
            return found
    return ()


def stands_alone(text: str) -> bool:
    """Whether a sentence of an entry can be told without those around it."""
    return _whole(text) and not _LEANING.search(text)


def _whole(text: str) -> bool:
    return len(text) in CHARS and bool(_WHOLE.search(text))


def _with_what_it_leans_on(sentence: SourceSentence, source: Source) -> tuple[SourceSentence, ...]:
    text = sentence.claims.text
    if not _whole(text) or sentence.passage.role == "title":
        return ()
    if stands_alone(text):
        return (sentence,)
    place = source.sentences.index(sentence)
    before = source.sentences[place - 1]
    together = before.passage is sentence.passage and len(before.claims.text) + len(text) in CHARS
    return (before, sentence) if together and stands_alone(before.claims.text) and not _POINTING.search(text) else ()


def ended(text: str) -> str:
    """A sentence of an entry with a full stop, where it has a colon."""
    return _LEADING.sub(lambda found: "。" if found[0] == "：" else ".", text)

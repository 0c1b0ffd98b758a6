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
LEAST_SHARED = 0.4
"""Share of the content that it has in common instead, where there is no encoder."""
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


def own_sentence(alignment: Alignment, source: Source, told: Collection[str]) -> SourceSentence | None:
    """The sentence of an entry that a withheld one renders; None if it is not clear, or cannot stand by itself.

    Args:
        alignment: of the withheld sentence with the entry.
        source: the entry.
        told: texts that the reader has already.
    """
    for sentence in alignment.sentences:
        text = sentence.claims.text
        encoded = source.vector(text) is not None
        near = alignment.cosine >= LEAST_COSINE if encoded else alignment.covered >= LEAST_SHARED
        if near and stands_alone(text) and sentence.passage.role != "title" and text not in told:
            return sentence
    return None


def stands_alone(text: str) -> bool:
    """Whether a sentence of an entry can be told without those around it."""
    return len(text) in CHARS and bool(_WHOLE.search(text)) and not _LEANING.search(text)


def ended(text: str) -> str:
    """A sentence of an entry with a full stop, where it has a colon."""
    return _LEADING.sub(lambda found: "。" if found[0] == "：" else ".", text)

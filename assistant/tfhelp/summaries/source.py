"""The entries that a text is held against, by passage and by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from .blocks import Block, blocks
from .claims import Claims, claims
from .facts import flat, flat_source
from .injections import is_instruction
from .sentences import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tfhelp_corpus.entry import EntryText, Language
    from tfhelp_index.encoder import Kind


class TextEncoder(Protocol):
    """What turns sentences into unit vectors; `tfhelp_index.encoder.OnnxEncoder` does."""

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dim), float32."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A paragraph or list item with the code that follows it."""

    role: str
    raw: str
    flat: str
    """`flat_source` of prose and code."""
    code: str
    """`flat_source` of the code alone."""
    claims: Claims
    """Of prose and code together."""


@dataclass(frozen=True, slots=True, eq=False)
class SourceSentence:
    """A sentence of an entry."""

    passage: Passage
    claims: Claims
    flat: str
    bare: str
    """Its `flat` text, with which one that is said word for word is found."""


class Source:
    """One entry in one language; vectors of its sentences are made when they are needed and kept."""

    def __init__(self, text: EntryText, language: Language, number: int, encoder: TextEncoder | None) -> None:
        self.number, self.language = number, language
        self.title = flat_source(text.title)
        self._encoder = encoder
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._rows: NDArray[np.float32] | None = None
        self.sentences: list[SourceSentence] = list(_of_title(text.title, language))
        for section in text.sections:
            for passage, sentences in _passages(section.role, section.text, language):
                self.sentences += [
                    SourceSentence(passage, claims(one, language), flat_source(one), flat(one)) for one in sentences
                ]
        self.terms = frozenset(term for sentence in self.sentences for term in sentence.passage.claims.terms)
        self.flat = " \n ".join(dict.fromkeys(sentence.passage.flat for sentence in self.sentences))

    def vector(self, text: str) -> NDArray[np.float32] | None:
        """The unit vector of a text, shape (dim,); None where there is no encoder."""
        if self._encoder is None:
            return None
        if text not in self._vectors:
            self._vectors[text] = self._encoder.encode([text], "query")[0]
        return self._vectors[text]

    def forget(self, text: str) -> None:
        """Drop the vector of a text."""
        self._vectors.pop(text, None)

    def nearness(self, text: str) -> NDArray[np.float32] | None:
        """The cosine of a text with every sentence, shape (sentences,); None where there is no encoder."""
        vector = self.vector(text)
        if vector is None:
            return None
        if self._rows is None:
            self.warm()
        assert self._rows is not None
        return self._rows @ vector

    def warm(self) -> None:
        """Make the vectors of all sentences, while there is time."""
        vectors = [self.vector(sentence.claims.text) for sentence in self.sentences]
        if self._encoder is not None:
            import numpy as np

            self._rows = np.stack([vector for vector in vectors if vector is not None])


def _of_title(title: str, language: Language) -> Iterator[SourceSentence]:
    whole, read = flat_source(title), claims(title, language)
    yield SourceSentence(Passage("title", title, whole, "", read), read, whole, flat(title))


def _passages(role: str, text: str, language: Language) -> Iterator[tuple[Passage, list[str]]]:
    """Each passage with its sentences; what tries to give orders to a model is left out."""
    lead: Block | None = None
    code: list[str] = []
    for block in [*blocks(text), Block("heading", "")]:
        if block.kind == "code":
            code.append(block.text)
            continue
        if lead is not None or code:
            yield _passage(role, lead, code, language)
        lead, code = (None if is_instruction(block.text) or not block.text else block), []


def _passage(role: str, lead: Block | None, code: list[str], language: Language) -> tuple[Passage, list[str]]:
    prose = lead.text if lead else ""
    written = "\n".join(code)
    if is_instruction(written, code=True):
        written = ""
    sentences = prose.split("\n") if lead and lead.kind == "table" else split(prose)
    read = claims(f"{prose}\n{written}", language)
    passage = Passage(role, f"{prose}\n{written}", flat_source(f"{prose}\n{written}"), flat_source(written), read)
    return passage, sentences or [written[:200]]

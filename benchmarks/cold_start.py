"""What one question costs from nothing: whole processes, wall time and peak memory, beside what must be imported.

Run it where tfhelp is installed:  python benchmarks/cold_start.py [--rounds 11] [--plain-python PATH]
All cases take turns, round after round, so that a busy moment hits them alike: read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common import table, write_result
from plain import PlainPipeline, add_options
from processes import Run, clean_environment, floor_mb, run_on_terminal, run_piped

if TYPE_CHECKING:
    from collections.abc import Mapping

PASS, IMPORTS, PLAIN = "python -c pass", "four imports", "plain pipeline"

ENGLISH = (
    "the answer is always cut off in the middle of a sentence and never comes to its end, how do I get all of it"
)
CHINESE = "内网机器没法上网，权重已经手动拷到本地目录，代码还是一直去连 huggingface，怎么完全离线加载"
TRACEBACK = """\
Traceback (most recent call last):
  File "/srv/jobs/finetune.py", line 88, in <module>
    main()
  File "/srv/jobs/finetune.py", line 71, in main
    evaluate(trainer)
  File "/srv/jobs/loop.py", line 40, in evaluate
    raise EvaluationFailed("GPU memory keeps climbing during trainer.evaluate until it is full") from None
loop.EvaluationFailed: GPU memory keeps climbing during trainer.evaluate until it is full
"""
SIGNATURE = (
    "ValueError: Asking to pad but the tokenizer does not have a padding token. Please select a token to use as "
    "`pad_token` `(tokenizer.pad_token = tokenizer.eos_token e.g.)` or add a new pad token via "
    "`tokenizer.add_special_tokens({'pad_token': '[PAD]'})`."
)
QUESTIONS = {"English": ENGLISH, "Chinese": CHINESE, "traceback": TRACEBACK, "signature": SIGNATURE}
DECIDED = "signature"
"""The question that a signature decides; all others must reach the encoder."""


@dataclass(slots=True)
class Case:
    """A command that is measured."""

    command: list[str]
    stdin: str | None = ""
    """None: the terminal itself."""
    terminal: bool = False
    runs: list[Run] = field(default_factory=list)

    def run(self, environment: Mapping[str, str]) -> Run:
        """Run it once."""
        if self.terminal:
            return run_on_terminal(self.command, self.stdin, environment)
        return run_piped(self.command, self.stdin or "", environment)


def cases_of(tfhelp: Path, plain: PlainPipeline | None) -> dict[str, Case]:
    """All that is measured, in the order of a round."""
    names = [name for name in ("numpy", "faiss", "onnxruntime", "tokenizers") if importlib.util.find_spec(name)]
    cases = {
        PASS: Case([sys.executable, "-c", "pass"]),
        IMPORTS: Case([sys.executable, "-c", f"import {', '.join(names)}"]),
        "tfhelp --help": Case([str(tfhelp), "--help"]),
    }
    for name, text in QUESTIONS.items():
        pasted = "\n" in text
        cases[f"ask, piped: {name}"] = Case([str(tfhelp), "ask", "-"], text)
        command = [str(tfhelp), "ask", "-" if pasted else text]
        cases[f"ask, terminal: {name}"] = Case(command, text if pasted else None, terminal=True)
    if plain is not None:
        cases[PLAIN] = Case(plain.command("ask"), ENGLISH)
    return cases


def check_questions(tfhelp: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """Ask each question once with ``--json``: was it answered, and by the legs that it is meant to need?"""
    found: dict[str, Any] = {}
    for name, text in QUESTIONS.items():
        run = run_piped([str(tfhelp), "ask", "--json", "-"], text, environment)
        try:
            answer = json.loads(run.stdout)
        except ValueError:
            sys.exit(f"'tfhelp ask --json' printed no JSON for '{name}' (exit code {run.code}).\n{run.stderr}")
        legs = sorted({leg for result in answer["results"] for leg in result["matched"]})
        first = answer["results"][0] if answer["results"] else {"code": None, "matched": []}
        valid = run.code == 0 and ("dense" in legs) == (name != DECIDED)
        matched = first["matched"]
        found[name] = {"exit": run.code, "first": first["code"], "matched": matched, "legs": legs, "valid": valid}
        print(f"{name:10} {first['code']} by {', '.join(matched)}{'' if valid else '   NOT AS MEANT'}")
    if not all(row["valid"] for row in found.values()):
        sys.exit("A question is not answered, or not by the legs that it is meant to need: nothing was measured.")
    return found


def measure(cases: dict[str, Case], rounds: int, environment: Mapping[str, str]) -> None:
    """One round that is not counted, then ``rounds`` rounds over all cases."""
    for number in range(rounds + 1):
        for name, case in cases.items():
            run = case.run(environment)
            if run.code or (not run.stdout and name not in (PASS, IMPORTS)):
                sys.exit(f"'{name}' ended with exit code {run.code}.\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
            if number:
                case.runs.append(run)
        print(f"round {number} of {rounds}", end="\r", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def summarize(cases: dict[str, Case]) -> dict[str, dict[str, float]]:
    """Seconds and peaks of every case, and ratios to the bare interpreter, the imports and the plain pipeline.

    Ratios are of medians; ``…_fastest`` are ratios of the fastest runs, which a busy machine disturbs least.
    """
    median = {name: statistics.median(run.seconds for run in case.runs) for name, case in cases.items()}
    fastest = {name: min(run.seconds for run in case.runs) for name, case in cases.items()}
    found: dict[str, dict[str, float]] = {}
    for name, case in cases.items():
        found[name] = {
            "seconds": round(median[name], 4),
            "fastest": round(fastest[name], 4),
            "slowest": round(max(run.seconds for run in case.runs), 4),
            "cpu_seconds": round(statistics.median(run.cpu_seconds for run in case.runs), 4),
            "peak_mb": round(max(run.peak_mb for run in case.runs), 1),
        }
        for key, other in (("pass", PASS), ("imports", IMPORTS)):
            found[name][f"times_{key}"] = round(median[name] / median[other], 2)
            found[name][f"times_{key}_fastest"] = round(fastest[name] / fastest[other], 2)
        if PLAIN in cases:
            found[name]["plain_takes_times"] = round(median[PLAIN] / median[name], 1)
            found[name]["plain_takes_times_fastest"] = round(fastest[PLAIN] / fastest[name], 1)
    return found


def show(found: dict[str, dict[str, float]]) -> None:
    """Print seconds, peaks and ratios: of medians / of the fastest runs."""
    ratios = ("times_pass", "times_imports", "plain_takes_times")
    rows = []
    for name, row in found.items():
        pairs = [f"{row[key]:g} / {row[f'{key}_fastest']:g}" if key in row else "" for key in ratios]
        seconds = f"{row['seconds']:.3f} / {row['fastest']:.3f}"
        rows.append([name, seconds, f"{row['cpu_seconds']:.3f}", f"{row['peak_mb']:g}", *pairs])
    header = ["median / fastest run", "seconds", "cpu s", "peak MB", "× pass", "× imports", "plain is × slower"]
    print(table(header, rows))


def main() -> None:
    """Check the questions, measure, print and keep the result."""
    parser = argparse.ArgumentParser(description="wall time and peak memory of whole processes, as ratios of one run")
    parser.add_argument("--rounds", type=int, default=11, help="counted runs of each case (default: 11)")
    beside = Path(sys.executable).parent / "tfhelp"
    parser.add_argument("--tfhelp", type=Path, default=beside, help="the command (default: beside this Python)")
    add_options(parser)
    arguments = parser.parse_args()
    if not arguments.tfhelp.exists():
        parser.error("there is no tfhelp beside this Python: install it there, or name it with --tfhelp")
    plain = PlainPipeline.prepare(arguments)
    with tempfile.TemporaryDirectory() as home:
        environment = clean_environment(Path(home))
        checked = check_questions(arguments.tfhelp.absolute(), environment)
        cases = cases_of(arguments.tfhelp.absolute(), plain)
        measure(cases, arguments.rounds, environment)
    found = summarize(cases)
    show(found)
    result = {"rounds": arguments.rounds, "floor_mb": round(floor_mb(), 1), "questions": checked, "cases": found}
    path = write_result("cold", result)
    print(f"\nKept in {path.parent.name}/{path.name}")


if __name__ == "__main__":
    main()

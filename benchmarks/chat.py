"""How the drawn chat feels: a real process on a pseudo-terminal of 80x24, keys in, screen out.

Run it where tfhelp is installed:  python benchmarks/chat.py [--rounds 11] [--turns 1000]
Starts of tfhelp and of a bare Textual chat take turns: read the ratio, not the seconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cold_start import CHINESE, ENGLISH, SIGNATURE, TRACEBACK
from common import load_questions, percentile, table, write_result
from processes import clean_environment, run_piped
from typing_terminal import CLEAR, ENTER, ESCAPE, Terminal, paste

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BARE = Path(__file__).resolve().parent / "bare_chat.py"
AT_ONCE = {"English": ENGLISH, "Chinese": CHINESE, "traceback": TRACEBACK, "signature": SIGNATURE}
READY_RATIO, FIRST_ANSWER_S, KEY_MS, SLOWER_AFTER_TURNS = 1.4, 0.6, 50.0, 1.5
"""What must hold: start against the bare app, first answer, p95 of a key meanwhile, a key after all turns."""

EMPTY_PROMPT = "aste an error or ask"
"""What an empty prompt says; the cursor stands on the letter before."""
FEW_TURNS = 10
DIFFERENT = 100
"""Questions of the long conversation; then they come again."""
KEYS = 40
"""Keys of one measurement."""
EVERY_S = 0.025
"""Between two keys while a question runs, whether or not the one before was answered."""
LONG_LINE = "2026-03-01 12:00:00 INFO trainer step {n} loss 0.{n} lr 1e-05 grad_norm 1.{n} eta 02:13:{n}\n"


def expected(tfhelp: Path, text: str, environment: Mapping[str, str]) -> str:
    """The beginning of the title that the answer must show, as long as it is certain to stand in one line."""
    run = run_piped([str(tfhelp), "ask", "--json", "-"], text, environment)
    title: str = json.loads(run.stdout)["results"][0]["title"]
    return title[:16].rstrip()


def measure_starts(tfhelp: Path, rounds: int, environment: Mapping[str, str]) -> dict[str, Any]:
    """Start both in turns; each question is sent to tfhelp the moment that it is ready.

    Returns:
        Seconds: ``ready`` until a typed character is on the screen, of both, and their processor time until then;
        ``answers`` from there to the title of the right entry, by question.
    """
    titles = {name: expected(tfhelp, text, environment) for name, text in AT_ONCE.items()}
    ready: dict[str, list[float]] = {}
    answers: dict[str, list[float]] = {name: [] for name in AT_ONCE}
    for number in range(rounds + 1):
        for name, text in AT_ONCE.items():
            with Terminal([sys.executable, str(BARE)], environment) as terminal:
                bare, bare_cpu = terminal.until_ready(), terminal.cpu_seconds()
            with Terminal([str(tfhelp)], environment) as terminal:
                own, own_cpu = terminal.until_ready(), terminal.cpu_seconds()
                # What was typed until then must go first: it would be asked with the question.
                seconds = terminal.seconds_until(EMPTY_PROMPT, typed=CLEAR * 9)
                seconds += terminal.seconds_until(titles[name], typed=paste(text) + ENTER)
            if number:
                for key, value in (
                    ("bare", bare),
                    ("tfhelp", own),
                    ("bare, cpu", bare_cpu),
                    ("tfhelp, cpu", own_cpu),
                ):
                    ready.setdefault(key, []).append(value)
                answers[name].append(seconds)
        print(f"start {number} of {rounds}", end="\r", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return {"ready": ready, "answers": answers}


def measure_turns(tfhelp: Path, turns: int, environment: Mapping[str, str]) -> dict[str, dict[str, list[float]]]:
    """Ask ``turns`` questions in one conversation, each drawn before the next is sent.

    Returns:
        Milliseconds per key, ``typing`` and ``scrolling``, after a few turns and after all; each time with the answer
        to the same question on the screen.
    """
    questions = [question.text for question in load_questions("dev")][:DIFFERENT]
    found: dict[str, dict[str, list[float]]] = {}
    with Terminal([str(tfhelp)], environment) as terminal:
        terminal.until_ready()
        terminal.seconds_until(EMPTY_PROMPT, typed=CLEAR * 9)
        for number in range(1, turns + 1):
            stop = number in (FEW_TURNS, turns)
            text = ENGLISH if stop else questions[number % len(questions)]
            terminal.seconds_until(f"{number}. ", typed=paste(text) + ENTER)
            if stop:
                terminal.rest()
                found[str(number)] = {"typing": terminal.echo_each(KEYS)}
                terminal.seconds_until(EMPTY_PROMPT, typed=CLEAR * 9)
                terminal.send(ESCAPE)
                terminal.rest()
                found[str(number)]["scrolling"] = terminal.repaint_each([b"j", b"k"] * (KEYS // 2))
                terminal.send(b"i")
                terminal.rest()
            if number % 50 == 0:
                print(f"turn {number} of {turns}", end="\r", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def burdens() -> Iterator[tuple[str, str, str]]:
    """Name of what is heavy to understand, its text, and how the label ends to which the prompt folds it."""
    words = " ".join(question.text for question in load_questions("dev")).split()
    yield "20,000 words", " ".join(words[n % len(words)] for n in range(20_000)), " characters]"
    lines: list[str] = []
    size = 0
    while size < 5_000_000:
        lines.append(LONG_LINE.format(n=len(lines)))
        size += len(lines[-1])
    yield "5 MB log", "".join(lines) + TRACEBACK, " lines]"


def measure_burdens(tfhelp: Path, environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Type at a steady pace from the moment that a heavy question is sent.

    Returns:
        For each: milliseconds per ``key`` until the answer is drawn, milliseconds of ``paste`` until its label stands
        in the prompt, seconds to the ``answer``.
    """
    found: dict[str, dict[str, Any]] = {}
    with Terminal([str(tfhelp)], environment) as terminal:
        terminal.until_ready()
        terminal.seconds_until(EMPTY_PROMPT, typed=CLEAR * 9)
        terminal.seconds_until("1. ", typed=paste(ENGLISH) + ENTER)
        for number, (name, text, label) in enumerate(burdens(), start=2):
            terminal.rest()
            pasted = terminal.seconds_until(label, typed=paste(text)) * 1000
            terminal.rest()
            keys, answer = terminal.echo_during(f"{number}. ", ENTER, EVERY_S, at_least=KEYS)
            found[name] = {"keys": keys, "paste_ms": round(pasted, 1), "answer_s": round(answer, 3)}
            terminal.rest()
            terminal.seconds_until(EMPTY_PROMPT, typed=CLEAR * 9)
    return found


def spread(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile, fastest and slowest."""
    return {
        "p50": round(statistics.median(values), 4),
        "p95": round(percentile(values, 0.95), 4),
        "min": round(min(values), 4),
        "max": round(max(values), 4),
        "count": len(values),
    }


def summarize(starts: dict[str, Any], turns: dict[str, Any], burden: dict[str, Any]) -> dict[str, Any]:
    """Spreads of all, ratios, and which limits hold."""
    ready = {name: spread(values) for name, values in starts["ready"].items()}
    answers = {name: spread(values) for name, values in starts["answers"].items()}
    after = {number: {what: spread(ms) for what, ms in row.items()} for number, row in turns.items()}
    keys = {
        name: {**spread(row["keys"]), **{k: row[k] for k in ("paste_ms", "answer_s")}} for name, row in burden.items()
    }
    few, many = (list(after.values()) * 2)[:2]
    ratios = {
        "ready": ready["tfhelp"]["p50"] / ready["bare"]["p50"],
        "ready_fastest": ready["tfhelp"]["min"] / ready["bare"]["min"],
        "ready_cpu": ready["tfhelp, cpu"]["p50"] / (ready["bare, cpu"]["p50"] or 1.0),
        "typing": many["typing"]["p50"] / few["typing"]["p50"],
        "scrolling": many["scrolling"]["p50"] / few["scrolling"]["p50"],
    }
    holds = {
        "ready": ratios["ready"] <= READY_RATIO,
        "first answer": max(row["p50"] for row in answers.values()) <= FIRST_ANSWER_S,
        "turns": max(ratios["typing"], ratios["scrolling"]) <= SLOWER_AFTER_TURNS,
        "keys": max(row["p95"] for row in keys.values()) <= KEY_MS,
    }
    rounded = {name: round(value, 3) for name, value in ratios.items()}
    return {
        "ready_s": ready,
        "answer_s": answers,
        "after_turns_ms": after,
        "busy_key_ms": keys,
        "ratios": rounded,
        "holds": holds,
    }


def show(found: dict[str, Any]) -> None:
    """Print everything, a line each."""
    rows = [(f"ready: {name}, s", row) for name, row in found["ready_s"].items()]
    rows += [(f"first answer: {name}, s", row) for name, row in found["answer_s"].items()]
    for number, row in found["after_turns_ms"].items():
        rows += [(f"{what} after {number} turns, ms", values) for what, values in row.items()]
    rows += [(f"key during {name}, ms", row) for name, row in found["busy_key_ms"].items()]
    columns = ("p50", "p95", "min", "max", "count")
    print(table(["", *columns], [[name, *(f"{row[key]:g}" for key in columns)] for name, row in rows]))
    print("\nratios:", ", ".join(f"{name} {value:g}" for name, value in found["ratios"].items()))
    print("holds: ", ", ".join(f"{name} {'yes' if held else 'NO'}" for name, held in found["holds"].items()))


def main() -> None:
    """Measure, print and keep the result."""
    parser = argparse.ArgumentParser(description="start, first answer and keys of the chat, on a pseudo-terminal")
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds of four starts each (default: 5)")
    parser.add_argument("--turns", type=int, default=1000, help="turns of the long conversation (default: 1000)")
    beside = Path(sys.executable).parent / "tfhelp"
    parser.add_argument("--tfhelp", type=Path, default=beside, help="the command (default: beside this Python)")
    arguments = parser.parse_args()
    if not arguments.tfhelp.exists():
        parser.error("there is no tfhelp beside this Python: install it there, or name it with --tfhelp")
    tfhelp = arguments.tfhelp.absolute()
    with tempfile.TemporaryDirectory() as home:
        environment = clean_environment(Path(home))
        starts = measure_starts(tfhelp, arguments.rounds, environment)
        turns = measure_turns(tfhelp, arguments.turns, environment)
        burden = measure_burdens(tfhelp, environment)
    found = summarize(starts, turns, burden)
    show(found)
    path = write_result("chat", {"rounds": arguments.rounds, "turns": arguments.turns, **found})
    print(f"\nKept in {path.parent.name}/{path.name}")


if __name__ == "__main__":
    main()

"""``python -m verify``: check the scripts, make the environments, run the matrix, read the verdicts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp_corpus.check import read_entries

from . import environments, matrix, names, neighbours, reproduction, run, sources, stamps, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfhelp_corpus.entry import Entry

DATA = Path(__file__).resolve().parent.parent / "tfhelp_corpus" / "data"


def _entries() -> dict[str, Entry]:
    return {entry.id: entry for entry in read_entries(DATA)[0]}


def _chosen(arguments: argparse.Namespace) -> list[reproduction.Reproduction]:
    scripts = reproduction.read_all()
    known = {script.id for script in scripts}
    if unknown := [name for name in arguments.entries if name not in known]:
        raise SystemExit(f"No reproduction of {', '.join(unknown)} in {reproduction.FOLDER.name}/.")
    chosen = [script for script in scripts if not arguments.entries or script.id in arguments.entries]
    return chosen[:: arguments.every]


def _releases(arguments: argparse.Namespace) -> list[matrix.Release]:
    try:
        return [matrix.named(version) for version in arguments.release] or list(matrix.RELEASES)
    except KeyError as error:
        names = ", ".join(release.transformers for release in matrix.RELEASES)
        raise SystemExit(f"{error.args[0]} is not in the matrix: {names}.") from None


def _check(_: argparse.Namespace) -> int:
    entries = _entries()
    faults = [
        f"{script.path.name}: {fault}"
        for script in reproduction.read_all()
        for fault in script.faults(entries.get(script.id))
    ]
    table = verdicts.load()
    faults += [*verdicts.disagreements(table, entries.values()), *stamps.outdated(table, entries)]
    print("\n".join(faults) or "No fault.")
    return 1 if faults else 0


def _run(arguments: argparse.Namespace) -> int:
    entries, scripts = _entries(), _chosen(arguments)
    if faults := [f"{s.path.name}: {fault}" for s in scripts for fault in s.faults(entries.get(s.id))]:
        print("\n".join(faults), file=sys.stderr)
        return 1
    releases = _releases(arguments)
    table = run.run(scripts, entries, releases, again=arguments.again)
    done = [table[s.id][r.transformers] for s in scripts for r in releases if r.transformers in table.get(s.id, {})]
    bad = [verdict for verdict in done if verdict.breaks == "other" or verdict.fixed == "fails"]
    print(f"{len(done)} verdicts, {len(bad)} of them bad.")
    return 1 if bad else 0


def _apply(_: argparse.Namespace) -> int:
    print(f"{stamps.apply(verdicts.load(), DATA, _entries())} entries changed.")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    for script in _chosen(arguments):
        for release in _releases(arguments):
            run.show(script, release)
    return 0


def _table(_: argparse.Namespace) -> int:
    print(verdicts.markdown(verdicts.load(), [release.transformers for release in matrix.RELEASES]), end="")
    return 0


def _environments(arguments: argparse.Namespace) -> int:
    for release in _releases(arguments):
        print(environments.python_of(release))
    return 0


def _signatures(arguments: argparse.Namespace) -> int:
    entries = [entry for entry in _entries().values() if not arguments.entries or entry.id in arguments.entries]
    found = sources.search(entries, _releases(arguments))
    if not arguments.entries and not arguments.release:
        sources.save(found)
    print("\n".join(sources.report(found, _releases(arguments))))
    return 0


def _names(arguments: argparse.Namespace) -> int:
    entries = [entry for entry in _entries().values() if not arguments.entries or entry.id in arguments.entries]
    found = list(names.faults(entries, _releases(arguments)))
    print("\n".join(found) or "No fault.")
    return 1 if found else 0


def _neighbours(_: argparse.Namespace) -> int:
    from tfhelp_index.bundle import PACKAGED_BUNDLE, Bundle

    known = neighbours.decided()
    bundle = Bundle.open(PACKAGED_BUNDLE, None)
    left = [(alike, a, b) for alike, a, b in neighbours.pairs(bundle) if (a, b) not in known]
    print("\n".join(f"{alike:.3f}  {a}  {b}" for alike, a, b in left) or "Every pair is decided.")
    return 1 if left else 0


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "check": (_check, "faults of scripts, and where entries and verdicts disagree"),
    "run": (_run, "run what has no verdict yet, and keep the verdicts"),
    "apply": (_apply, "write 'reproduced on' into the entries, from the verdicts"),
    "show": (_show, "run, and print all that happened; keeps nothing"),
    "signatures": (_signatures, "first and last release whose sources print each signature"),
    "names": (_names, "whether every name and argument in the entries' code exists"),
    "neighbours": (_neighbours, "pairs of entries in the packaged index that are alike and not decided on"),
    "table": (_table, "the verdicts as Markdown"),
    "environments": (_environments, "make the environments, and say where their interpreters are"),
}


def main() -> int:
    """Parse, do, and return the exit code: 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m verify", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("entries", nargs="*", metavar="ENTRY", help="ids of entries; all by default")
        command.add_argument("--release", action="append", default=[], metavar="R", help="only this one; repeatable")
        command.add_argument(
            "--every", type=int, default=1, metavar="N", help="only each Nth script, for a quick look"
        )
        command.add_argument("--again", action="store_true", help="also what has a verdict")
    arguments = parser.parse_args()
    try:
        return COMMANDS[arguments.command][0](arguments)
    except (environments.EnvironmentFailure, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

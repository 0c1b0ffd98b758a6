"""``tfhelp corpus check|new|preview|report``: work on the knowledge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp.errors import ExitCode, UsageError

from . import output, terminal
from .index import packaged_corpus

if TYPE_CHECKING:
    import argparse

    from tfhelp_corpus.entry import Language

CHECKOUT = Path("corpus", "tfhelp_corpus", "data")
"""Where a checkout has its entries."""


def check(arguments: argparse.Namespace) -> ExitCode:
    """Name every fault by file and line."""
    from tfhelp_corpus.check import read_entries

    root = Path(arguments.folder) if arguments.folder else packaged_corpus()
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder.", "Name the folder that holds guide/ and issues/.")
    entries, faults = read_entries(root)
    for fault in faults:
        print(fault)
    print(f"{len(entries)} entries without a fault, {len(faults)} faults.", file=sys.stderr)
    return ExitCode.USAGE if faults else ExitCode.ANSWERED


def new(arguments: argparse.Namespace) -> ExitCode:
    """Write the template of an entry, with the next free code."""
    from tfhelp_corpus.template import write_template

    root = Path(arguments.folder) if arguments.folder else CHECKOUT
    if not root.is_dir():
        raise UsageError(
            f"{root} is not a folder.", "Run this at the top of a checkout of tfhelp, or name a folder: --folder DIR."
        )
    path = write_template(root, arguments.id, arguments.kind, arguments.category)
    print(path)
    print("Fill in what says TODO, then: tfhelp corpus check, tfhelp corpus preview FILE", file=sys.stderr)
    return ExitCode.ANSWERED


def preview(arguments: argparse.Namespace) -> ExitCode:
    """Show an entry's file as an answer would show it, and its faults on stderr."""
    from tfhelp.preview import answer_of
    from tfhelp.render.style import Style
    from tfhelp.render.terminal import to_terminal
    from tfhelp_corpus.faults import FaultLog
    from tfhelp_corpus.parse import parse_entry

    path = Path(arguments.file)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}.") from None
    log = FaultLog(path)
    entry = parse_entry(text, path.resolve(), path.name, log)
    for fault in log.faults:
        print(fault, file=sys.stderr)
    if entry is None:
        return ExitCode.USAGE
    languages: list[Language] = [arguments.lang] if arguments.lang else ["en", "zh"]
    style = Style(terminal.wants_color(sys.stdout))
    shown = [to_terminal(answer_of(entry, language), terminal.columns(sys.stdout), style) for language in languages]
    terminal.show("\n".join(shown), pager=True)
    return ExitCode.ANSWERED


def report(arguments: argparse.Namespace) -> ExitCode:
    """Print a report that an entry is wrong, to be posted by hand; nothing is sent."""
    from tfhelp import environment
    from tfhelp.assistant import Assistant
    from tfhelp.report import to_report

    from . import streams

    index = output.index_folder(arguments)
    bundle = Assistant.open(Path(index) if index else None).searcher.bundle
    record = bundle.database.entry_by_code(arguments.name)
    if record is None:
        raise UsageError(
            f"There is no entry {arguments.name}.", "Codes look like TF0042; tfhelp topics lists them all."
        )
    failure = "\n".join(streams.read_file(Path(name)) for name in arguments.file)
    if not arguments.file and sys.stdin is not None and not terminal.is_terminal(sys.stdin):
        failure = streams.read_stdin()
    versions = environment.versions(arguments.env)
    terminal.show(to_report(record, bundle.manifest, versions, failure), pager=False)
    return ExitCode.ANSWERED

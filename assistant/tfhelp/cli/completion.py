"""``tfhelp completion SHELL``: what makes a shell complete commands, options and codes."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import shtab

from tfhelp.errors import ExitCode

from .parser import build_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

CODES = shtab.cmd("tfhelp completion codes")
_FILES = {"FILE": shtab.FILE, "DIR": shtab.DIRECTORY}


def run(arguments: argparse.Namespace) -> ExitCode:
    """Print the script for a shell."""
    parser = build_parser()
    for action in _actions(parser):
        if action.metavar == "CODE" or action.dest == "name":
            action.complete = CODES  # type: ignore[attr-defined]
        elif action.metavar in _FILES:
            action.complete = _FILES[str(action.metavar)]  # type: ignore[attr-defined]
    sys.stdout.write(shtab.complete(parser, shell=arguments.shell) + "\n")
    return ExitCode.ANSWERED


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All arguments of a parser and of its commands."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
        else:
            yield action

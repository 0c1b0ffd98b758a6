"""The lines of a traceback's stack: frames of Python, IPython, rich and pytest."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

# What is left of `File "` when a paste starts in the middle of a line is no reason to miss the frame.
_FRAME = re.compile(r'(?:F?i?l?e? ?")?([^"]*)", line \d+(?:, in (\S+)(?:\s+(\S.*))?)?$')

_CLEAN_UP = frozenset({
    "__del__", "__exit__", "__aexit__", "_exit_function", "_run_finalizers", "_run_exitfuncs", "_shutdown",
    "_cleanup", "cleanup", "shutdown", "close", "destroy_process_group", "_stop_resource_tracker", "_rmtree",
})  # fmt: skip


class Frame(NamedTuple):
    """One call of a stack."""

    path: str
    function: str
    code: str

    @property
    def is_library(self) -> bool:
        """Whether it lies in an installed package rather than in the user's own code."""
        return bool(_library().search(self.path))

    @property
    def is_clean_up(self) -> bool:
        """Whether it tidies up: what fails there fails because of something else."""
        return self.function.rpartition(".")[2] in _CLEAN_UP


@cache
def _library() -> re.Pattern[str]:
    return re.compile(
        r"site-packages|dist-packages|[/\\]lib[/\\]python\d|<frozen|importlib|[/\\]bin[/\\](?:torchrun|accelerate)"
        r"|(?i:python[\d.]*|conda\d?|envs[/\\][^/\\]+)[/\\]Lib[/\\]|[/\\]src[/\\](?:transformers|accelerate|peft|trl)[/\\]"
    )


def python_frame(line: str) -> Frame | None:
    """The frame that Python prints as ``File "…", line 3, in f``."""
    if '", line ' not in line or not (found := _FRAME.match(line.lstrip())):
        return None
    return Frame(found[1], found[2] or "", (found[3] or "").strip())


def other_frame(line: str) -> Frame | None:
    """The frame in which IPython, rich or pytest introduces some lines of code."""
    if not line or line[0].isspace() or not (".py" in line or "In" in line or line[0] in "<i"):
        return None
    found = _introduction().match(line)
    return Frame(found[1] or found[2] or "", (found[3] or "").split("(")[0].strip(), "") if found else None


def begins_stack(line: str) -> bool:
    """Whether a stack whose head was cut away begins here: ``/x/module.py in forward(self, x)``."""
    return ".py" in line and bool(_call_in_file().match(line))


@cache
def _call_in_file() -> re.Pattern[str]:
    return re.compile(r"(?:File )?\S{0,400}[/\\]\S{1,100}\.py(?::\d+)?,? in [\w.<>]{1,120}\(")


@cache
def _introduction() -> re.Pattern[str]:
    return re.compile(
        r"(?:File )?(?:(\S{1,400}\.py)|((?:Cell|Input) In\s?\[\d+\]|<ipython-input[^>]{0,80}>))"
        r"(?::\d+)?:?(?:,? (?:line \d+|in (\S.*)))?(?:\s.*)?$"
    )


def pointed_code(line: str) -> str | None:
    """The code of the line that failed: IPython's ``----> 3 code`` or rich's ``❱ 3 code``."""
    line = line.lstrip()
    if not line.startswith(("-", "❱")):
        return None
    arrow = line.lstrip("-❱")
    if line[0] == "-":
        if not arrow.startswith(">"):
            return None
        arrow = arrow[1:]
    number, _, code = arrow.strip().partition(" ")
    return code.strip() if number.isdigit() else None


def is_listed_code(line: str) -> bool:
    """Whether a line is code with its number in front, as IPython and rich list it."""
    number = line.split(None, 1)
    return bool(number) and number[0].isdigit()


def is_carets(line: str) -> bool:
    """Whether a line only points at parts of the line above."""
    return line[:1].isspace() and not line.strip(" \t~^|")

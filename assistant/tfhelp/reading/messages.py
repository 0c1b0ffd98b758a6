"""The lines that say what went wrong: exceptions, warnings, and messages that have no class."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from .retyped import inside, retyped

if TYPE_CHECKING:
    from .marks import Line

Kind = Literal["error", "abort", "assertion", "bare", "launcher", "logged", "warning"]
"""``abort``: what C++ says at the end; ``bare``: of a shell, a compiler, pip; ``launcher``: about other processes."""

WRAPPERS = frozenset({
    "ChildFailedError", "RayTaskError", "CalledProcessError", "SystemExit", "ProcessExitedException",
    "ProcessRaisedException", "RemoteTraceback", "_RemoteTraceback", "ExceptionGroup", "BaseExceptionGroup",
    "KeyboardInterrupt", "BrokenPipeError",
})  # fmt: skip
"""They report that something failed elsewhere; what failed stands further up, or inside."""

_SUFFIXES = (
    "Error", "Exception", "Warning", "Interrupt", "Exit", "Timeout", "NotFound", "Unavailable", "Refused",
    "Mismatch", "StopIteration", "ExceptionGroup", "OutOfMemory", "RemoteTraceback",
)  # fmt: skip
_QUOTED_PARTS = ("Error", "Exception", "Interrupt", "OutOfMemory", "Warning")
_MAX_NAME_CHARS = 200
_BRACKETS = " \t:：[](){}<>!*-❌❗⚠🔥"
_OCCURRED = ("Exception has occurred: ", "发生异常: ", "发生异常：")
"""What VS Code prints before the class of an exception; the message stands below."""
_LABELS = frozenset(
    {"error", "caused by", "errors", "exception", "err", "fatal", "error message", "message", "output", "python"}
)

_HINTS = (
    "fault", "illed", "bort", "exit", "rror:", "ssert", "fatal", "oom", "atchdog", "not found", "SIG", "what():",
    "Bus error", "command", "curl: (", "ERROR:", "terminate", "subprocess", "ailed", "metadata", "make", "ninja",
)  # fmt: skip


class Message(NamedTuple):
    """What one line says of a failure."""

    exception: str | None
    text: str
    kind: Kind
    before: str = ""
    """What stood in front on the same line: a person's words, as a rule."""


def message_in(text: str, *, in_stack: bool) -> Message | None:
    """What a line says of a failure, None for any other line.

    Args:
        text: the line, without its marks.
        in_stack: whether a traceback's stack stands above. The unindented line after it is the error, whatever the
            name of its class (``jinja2.exceptions.TemplateSyntaxError``, ``queue.Empty``).
    """
    for occurred in _OCCURRED:
        if text.startswith(occurred):
            text = text[len(occurred) :].partition("(note: ")[0].strip()
    named = named_error(text, in_stack=in_stack) or _retyped(text)
    if named is not None and named.exception in ("Error", "Exception"):  # "Error: ValueError: …"
        return named_error(named.text, in_stack=False) or _retyped(named.text) or named
    return named or ("Warning: " in text and _python_warning(text)) or _quoted(text) or _classless(text) or None


def named_error(text: str, *, in_stack: bool) -> Message | None:
    """``package.module.SomeError: message``, without regular expressions: this is asked of every line."""
    head, colon, tail = text[: _MAX_NAME_CHARS + 1].partition(":")
    if not head.isascii() and "：" in head:
        head, colon, tail = text[: _MAX_NAME_CHARS + 1].partition("：")
    name = head.strip()
    if name.endswith("]") and " [" in name:
        name = name.partition(" [")[0]
    elif name.endswith(")") and not name.startswith("("):
        name = name.partition("(")[0]  # RayTaskError(ValueError)
    if not name or not name.isascii() or (not colon and len(text) > _MAX_NAME_CHARS):
        return None
    if colon == ":" and tail[:1] not in ("", " ", "\t", '"', "'", "[", "<"):
        return None  # std::exception, a path, a time
    last = name.rpartition(".")[2]
    if not (last.endswith(_SUFFIXES) or last.startswith("OutOfMemory") or (in_stack and text[0] == name[0])):
        return None
    if not all(map(str.isidentifier, name.split("."))):
        return None
    return Message(last, text[len(head) + 1 :].strip(), _kind(last))


def _retyped(text: str) -> Message | None:
    found = retyped(text)
    return Message(found[0], found[1], _kind(found[0])) if found else None


def _kind(name: str) -> Kind:
    return "warning" if name.endswith("Warning") else "launcher" if name in WRAPPERS else "error"


def _python_warning(text: str) -> Message | None:
    """``path.py:12: UserWarning: text``."""
    before, _, tail = text.partition("Warning: ")
    place, _, name = before.rpartition(" ")
    path, _, number = place.removesuffix(":").rpartition(":")
    if not (place.endswith(":") and path and number.isdigit() and (not name or name.isidentifier())):
        return None
    return Message(name + "Warning", tail.strip(), "warning")


def _quoted(text: str) -> Message | None:
    """An error inside a sentence or behind an unknown mark: ``I get RuntimeError: …``."""
    if text.lstrip().startswith(("except ", "raise ", "#")):
        return None
    found = _quoted_name().search(text[:2000]) if any(part in text for part in _QUOTED_PARTS) else None
    if found is None:
        small = inside(text)
        return Message(small[1], small[2], _kind(small[1]), _words_before(small[0])) if small else None
    before = _words_before(text[: found.start(1)].strip())
    return Message(found[2], text[found.start(3) :].strip(), _kind(found[2]), before)


def _words_before(before: str) -> str:
    """What a person wrote in front of an error; nothing when it only announces one."""
    if before.startswith(("FAILED ", "ERROR ")) and before.endswith("-"):  # pytest's summary
        return ""
    opened = before.rstrip("\"'`*(（【")
    before = opened.rstrip() if opened[-1:] in ("", " ", ":", "：", "，") else before
    return "" if before.strip(_BRACKETS).lower() in _LABELS else before


@cache
def _quoted_name() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[\s:：，,。；;（【>(\"'`*\]]|[\u4e00-\u9fff])((?:[A-Za-z_]\w{0,60}\.){0,8})"
        r"([A-Z]\w{0,60}(?:Error|Exception|Interrupt|Warning)|OutOfMemory\w{0,20})"
        r"(?:\s?[:：]\s?|\s(?=['\"`]\S|No module named |cannot import name ))(\S)"
    )


def _classless(text: str) -> Message | None:
    for hint in _HINTS:
        if hint in text:
            break
    else:
        return None
    shown = text.strip()
    found = _abort().match(shown)
    if found:
        return Message(None, (found[1] or shown).strip(), "abort")
    if "Assertion" in shown and _assertion().search(shown):
        return Message(None, shown, "assertion")
    if _about_others().search(shown):
        return Message(None, shown, "launcher")
    if found := _bare().search(shown):
        return Message(None, shown, "bare", shown if found.start() else "")
    return None


@cache
def _abort() -> re.Pattern[str]:
    return re.compile(
        r"what\(\):\s*(\S.*)|terminate called after throwing an instance of .*|terminate called without"
    )


@cache
def _assertion() -> re.Pattern[str]:
    return re.compile(r"block: \[\d+,\s?\d+,\s?\d+\].{0,80}Assertion .{1,300} failed|Assertion [`'].{1,300}' failed")


@cache
def _about_others() -> re.Pattern[str]:
    """What is said last by those who only started what failed."""
    return re.compile(
        r"subprocess-exited-with-error|Failed building wheel|Could not build wheels|Failed to build installable"
        r"|metadata-generation-failed|legacy-install-failure|^make(?:\[\d+\])?: \*\*\*|^ninja: build stopped"
        r"|^(?:ERROR|error): (?:command|Command) .{0,300}(?:failed|exit)|failed \(exitcode: |^srun: error: .*[Ee]xit"
        r"|^\S{1,80} exited with code [1-9]"
    )


@cache
def _bare() -> re.Pattern[str]:
    """Whole lines of shells, compilers, pip and the kernel; inside a sentence only what nobody says in passing."""
    return re.compile(
        r"Segmentation fault|\(core dumped\)"
        r"|^(?:\S{1,200}: line \d+:\s+\d+ |\w{0,8}: )?(?:[Kk]illed|[Aa]borted|Bus error)"
        r"(?:\s{2}.*|\s*\(core dumped\))?$|Signal \d+ \(SIG\w+\) received|received signal SIG\w+"
        r"|^Process finished with exit code (?!0\b)|^exit ?code ?:? ?-?[1-9]|Watchdog caught collective operation"
        r"|: command not found$|^ERROR: (?=\S)|^(?:\S{1,300}: )?(?:fatal )?error: |^fatal: |^curl: \(\d|oom[-_]kill"
        r"|^\S{1,300}\(\d+\): error"
    )


def notice_in(line: Line) -> Message | None:
    """What a logger says by its level, or transformers by words that are known: good where nothing better is."""
    text = line.text.strip()
    if text and (line.level == "WARNING" or text.startswith(_NOTICES)):
        return Message(None, text, "warning")
    return Message(None, text, "logged") if text and line.level in ("ERROR", "CRITICAL", "FATAL") else None


_NOTICES = (
    "Some weights of ", "Setting `pad_token_id`", "Token indices sequence length is longer", "The attention mask ",
    "Special tokens have been added", "A decoder-only architecture is being used", "`torch_dtype` is deprecated",
    "Using a slow image processor", "The following generation flags are not valid", "Truncation was not explicitly",
    "Asking to truncate to max_length", "You should probably TRAIN this model", "`use_cache=True` is incompatible",
    "The tokenizer has new PAD/BOS/EOS tokens", "huggingface/tokenizers: The current process just got forked",
)  # fmt: skip
"""Notices that transformers prints without a mark."""

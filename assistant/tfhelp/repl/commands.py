"""The commands of the line-by-line chat."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from tfhelp import clipboard
from tfhelp.errors import UsageError

from . import keeping, show
from .core import Misuse
from .words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfhelp_corpus.entry import Language

    from .core import Core

_ALIASES = {"exit": "quit", "q": "quit", "?": "help", "b": "back", "n": "next"}


def named(text: str) -> str | None:
    """The command in a line, None for a question; a blank before it, or a line after it, makes it a question."""
    if not text.startswith("/") or "\n" in text or not text[1:].strip():
        return None
    word = text.split()[0][1:].lower()
    word = _ALIASES.get(word, word)
    return word if word in COMMANDS else None


def mistyped(text: str) -> tuple[str, str] | None:
    """A word that was meant as a command, and the command it resembles (or ``""``); None for a question.

    A path (``/usr/lib/…: no such file``) is a question, and so is a sentence whose first word resembles nothing.
    """
    if not text.startswith("/") or "\n" in text or not text[1:].strip():
        return None
    words = text.split()
    if not words[0][1:].replace("-", "").isalpha():
        return None
    near = difflib.get_close_matches(words[0][1:].lower(), COMMANDS, 1, 0.7)
    return (words[0], f"/{near[0]}" if near else "") if near or len(words) == 1 else None


def is_one(line: str) -> bool:
    """Whether a line stands for itself: a command, or what was meant as one."""
    return named(line) is not None or mistyped(line) is not None


def obey(core: Core, name: str, text: str) -> None:
    """Do what a line with a command says.

    Raises:
        TfhelpError: it cannot be done, in a sentence.
    """
    work, usage = COMMANDS[name]
    try:
        work(core, text.partition(" ")[2].strip())
    except Misuse:
        raise core.refusal("usage", usage=f"/{name} {usage}".rstrip()) from None


def _help(core: Core, _: str) -> None:
    lines = [say(core.language, "help_head")]
    lines += [
        f"/{name} {usage}".rstrip() + f": {say(core.language, f'do_{name}')}" for name, (_, usage) in COMMANDS.items()
    ]
    core.write([*lines, say(core.language, "help_ask"), say(core.language, "help_paste")], apart=True)


def _new(core: Core, _: str) -> None:
    core.session.renew()
    core.forget_views()
    core.tell("new")


def _results(core: Core, _: str) -> None:
    core.write(show.results(core.answer, core.language))


def open_result(core: Core, which: str) -> None:
    """Show the document of a result, by its number, or of any entry, by its code."""
    if not which:
        raise Misuse
    if which.isdecimal():
        found = [candidate for candidate in core.answer.candidates if candidate.rank == int(which)]
        if not found:
            raise core.refusal("no_result", which=which)
        core.show(show.document_view(core.answer, found[0]))
        return
    if core.assistant.searcher.bundle.database.entry_by_code(which) is None:
        raise core.refusal("no_result", which=which)
    answer = core.assistant.ask(which, core.session.options)
    core.show(show.document_view(answer, answer.candidates[0]))


def _next(core: Core, _: str) -> None:
    candidate = core.view.candidate
    open_result_or_end(core, candidate.rank + 1 if candidate else 1)


def open_result_or_end(core: Core, rank: int) -> None:
    """Show a result, or say that there is none further."""
    if rank > len(core.answer.candidates):
        raise core.refusal("no_more")
    open_result(core, str(rank))


def _back(core: Core, _: str) -> None:
    core.move(-1)


def _forward(core: Core, _: str) -> None:
    core.move(1)


def _find(core: Core, words: str) -> None:
    if not words:
        raise Misuse
    lines = list(show.matching(core.view.text, words, core.language))
    if not lines:
        raise core.refusal("not_found", words=words)
    core.write(lines)


def _topics(core: Core, name: str) -> None:
    topics = core.assistant.searcher.bundle.database.outlines()
    if not name:
        core.write(show.categories(topics, core.language))
        return
    lines = list(show.entries_of(topics, name.lower(), core.language))
    if not lines:
        known = ", ".join(sorted({entry.category for entry in topics}))
        raise core.refusal("no_topic", name=name, known=known)
    core.write(lines)


def _copy(core: Core, arguments: str) -> None:
    kind, _, number = (arguments or "command").partition(" ")
    if kind not in ("command", "code", "answer", "link") or (number and not number.strip().isdecimal()):
        raise Misuse
    view = core.view
    page = view.page
    at = int(number or 1) - 1
    if kind == "answer":
        found = [view.text]
    elif page is None:
        found = []
    elif kind == "command":
        found = [page.command] if page.command else []
    else:
        found = page.codes if kind == "code" else page.links
    at = at if kind in ("code", "link") else 0
    if not 0 <= at < len(found):
        raise UsageError(clipboard.say(core.language, f"no_{kind}"))
    _copied(core, found[at])


def _copied(core: Core, text: str) -> None:
    import sys

    writer = clipboard.terminal_writer(sys.stderr) or clipboard.terminal_writer(sys.stdout)
    told = clipboard.told(clipboard.copy(text, writer), core.language)
    core.talk(f"{told}: {text}" if "\n" not in text else told)


def _links(core: Core, _: str) -> None:
    page = core.view.page
    links = page.links if page else []
    if not links:
        raise core.refusal("no_links")
    core.write(f"{number}. {link}" for number, link in enumerate(links, start=1))


def _lang(core: Core, language: str) -> None:
    if language not in ("en", "zh"):
        raise Misuse
    core.language = cast("Language", language)
    core.session.options = replace(core.session.options, language=core.language)
    core.session.forget_answers()
    core.tell("language")


def _summaries(core: Core, state: str) -> None:
    if state not in ("", "on", "off"):
        raise Misuse
    core.summaries.switch(core, on=state == "on" if state else not core.summaries.on)
    core.keep()


def _env(core: Core, folder: str) -> None:
    from tfhelp import environment

    if folder:
        try:
            environment.versions(folder)
        except UsageError:
            raise core.refusal("no_environment", path=folder) from None
        core.session.options = replace(core.session.options, environment=folder)
        core.session.forget_answers()
        core.tell("environment", path=folder)
        return
    known = environment.versions(core.session.options.environment)
    named = ("transformers", "torch", "tokenizers", "accelerate", "peft", "datasets", "huggingface-hub")
    versions = ", ".join(f"{name} {known[name]}" for name in named if name in known)
    core.tell("versions" if versions else "no_versions", versions=versions)


def _not(core: Core, _: str) -> None:
    turn, view = core.turn, core.view
    shown = view.candidate or next(iter(core.answer.candidates), None)
    if shown is None:
        raise core.refusal("no_more")
    core.answered(core.session.reject(core.assistant, turn, shown.record.code))


def _why(core: Core, _: str) -> None:
    from tfhelp.render.why import to_why

    core.write([to_why(core.answer, core.assistant.searcher.bundle)])


def _paste(core: Core, _: str) -> None:
    if core.reader.interactive:
        core.tell("paste")
    text = core.reader.read_to_end()
    if text.strip():
        core.ask(text)


def _quit(core: Core, _: str) -> None:
    core.left = True


COMMANDS: dict[str, tuple[Callable[[Core, str], None], str]] = {
    "help": (_help, ""),
    "new": (_new, ""),
    "results": (_results, ""),
    "open": (open_result, "N|CODE"),
    "next": (_next, ""),
    "back": (_back, ""),
    "forward": (_forward, ""),
    "find": (_find, "WORDS"),
    "topics": (_topics, "[CATEGORY]"),
    "copy": (_copy, "[command|code|answer|link] [N]"),
    "links": (_links, ""),
    "history": (keeping.history, "[WORDS]"),
    "resume": (keeping.resume, "ID|N"),
    "delete": (keeping.delete, "ID|N|all"),
    "export": (keeping.export, "markdown|json|issue [FILE]"),
    "private": (keeping.private, "[on|off]"),
    "lang": (_lang, "en|zh"),
    "env": (_env, "[DIR]"),
    "summaries": (_summaries, "[on|off]"),
    "not": (_not, ""),
    "why": (_why, ""),
    "paste": (_paste, ""),
    "quit": (_quit, ""),
}
"""Each with what may stand behind it."""

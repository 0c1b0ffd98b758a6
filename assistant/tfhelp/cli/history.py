"""``tfhelp history list|search|show|export|delete|clear|repair``."""

from __future__ import annotations

import datetime as dt
import functools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp import settings
from tfhelp.conversation.history import History, HistoryError
from tfhelp.errors import ExitCode, UsageError
from tfhelp.reading.sanitize import sanitize
from tfhelp.wording import Wording

from . import terminal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from tfhelp.answer import Summary
    from tfhelp.conversation.turn import Turn
    from tfhelp_corpus.entry import Language

DEFAULT_LIMIT = 100

say = Wording(
    {
        "empty": "The history is empty.",
        "not_found": "No question in the history holds all of that.",
        "ambiguous": "{id} is the beginning of several conversations: {ids}.",
        "ambiguous_hint": "Write more of it.",
        "refines": "to {number}",
        "nothing": "nothing relevant found",
        "summary": "Summary, taken from the entry",
        "summary_by": "Summary by {model}",
        "deleted": "Deleted: {id}  {title}",
        "cleared": "The history is empty now. Deleted: {count}.",
        "confirm": "Delete all conversations ({count})? They cannot be brought back. [y/N] ",
        "kept": "Nothing was deleted.",
        "needs_yes": "This deletes all conversations, and there is no terminal to ask on.",
        "needs_yes_hint": "Confirm it with --yes.",
        "no_limit": "-n {count} is less than 1.",
        "sound": "The history is in order; nothing was changed.",
        "aside": "The damaged history was moved to {file}, and a fresh one was started.",
    },
    {
        "empty": "历史记录是空的。",
        "not_found": "历史记录里没有哪个问题同时包含这些内容。",
        "ambiguous": "有好几个对话的编号以 {id} 开头：{ids}。",
        "ambiguous_hint": "请多写几位。",
        "refines": "接第 {number} 问",
        "nothing": "没有找到相关内容",
        "summary": "摘要（摘自条目）",
        "summary_by": "摘要（由 {model} 生成）",
        "deleted": "已删除：{id}  {title}",
        "cleared": "历史记录已清空，共删除 {count} 个对话。",
        "confirm": "要删除全部 {count} 个对话吗？删除后无法恢复。[y/N] ",
        "kept": "什么都没有删除。",
        "needs_yes": "这会删除全部对话，而当前没有终端可供确认。",
        "needs_yes_hint": "请加上 --yes 确认。",
        "no_limit": "-n {count} 小于 1。",
        "sound": "历史记录完好，没有做任何改动。",
        "aside": "损坏的历史记录已移到 {file}，并新建了一份。",
    },
)


def _told(command: Callable[[argparse.Namespace, Language], ExitCode]) -> Callable[[argparse.Namespace], ExitCode]:
    """Give a command the language of the interface, and let it fail with a sentence in that language."""

    @functools.wraps(command)
    def run(arguments: argparse.Namespace) -> ExitCode:
        language = settings.ui_language(getattr(arguments, "lang", None), settings.load())
        try:
            return command(arguments, language)
        except HistoryError as error:
            if getattr(arguments, "debug", False):
                import traceback

                traceback.print_exception(error)
            _note(f"tfhelp: {error.sentence(language)}")
            return ExitCode.USAGE if error.trouble == "unknown" else ExitCode.UNUSABLE

    return run


@_told
def list_(arguments: argparse.Namespace, language: Language) -> ExitCode:
    """Print the conversations, newest first: id, local time of the last question, number of questions, title."""
    with History.open() as history:
        kept = history.conversations(_limit(arguments, language))
    for one in kept:
        print(f"{one.id}  {_local(one.last)}  {one.turns:>3}  {sanitize(one.title)}")
    if not kept:
        _note(say(language, "empty"))
    return ExitCode.ANSWERED


@_told
def search(arguments: argparse.Namespace, language: Language) -> ExitCode:
    """Print the questions that hold all the words, newest first: id, local time, number, the line that holds them."""
    with History.open() as history:
        hits = history.search(" ".join(arguments.words), _limit(arguments, language))
    for hit in hits:
        print(f"{hit.conversation}  {_local(hit.at)}  {hit.number:>3}  {sanitize(hit.snippet)}")
    if hits:
        return ExitCode.ANSWERED
    _note(say(language, "not_found"))
    return ExitCode.NOTHING_RELEVANT


@_told
def show(arguments: argparse.Namespace, language: Language) -> ExitCode:
    """Print what was asked in a conversation, the codes of the entries that were shown, and their summaries."""
    with History.open() as history:
        turns = history.load(_resolved(history, arguments.id, language))
    lines: list[str] = []
    for turn in turns:
        relation = f"  ({say(language, 'refines', number=turn.plan.refines)})" if turn.plan.refines else ""
        lines += ["", f"{turn.number}  {_local(turn.at)}{relation}"]
        lines += [f"  {line}".rstrip() for line in sanitize(turn.plan.text).split("\n")]
        found = " ".join(turn.codes) if turn.confident else say(language, "nothing")
        lines.append(f"  → {sanitize(found)}")
        if turn.summary:
            lines += _summary(turn.summary, language)
    terminal.show("\n".join(lines[1:]) + "\n", pager=False)
    return ExitCode.ANSWERED


def _summary(summary: Summary, language: Language) -> Iterator[str]:
    key = "summary" if summary.by == "extractive" else "summary_by"
    yield f"  {say(language, key, model=sanitize(summary.by))}"
    for line in sanitize(f"{summary.text}\n{summary.note}").splitlines():
        if line.strip():
            yield f"    {line}"


@_told
def export(arguments: argparse.Namespace, language: Language) -> ExitCode:
    """Print a conversation as Markdown, JSON or a GitHub issue; its answers are looked up again."""
    from tfhelp.assistant import AskOptions, Assistant
    from tfhelp.conversation.again import asked_again

    with History.open() as history:
        turns = history.load(_resolved(history, arguments.id, language))
    index = getattr(arguments, "index", None) or os.environ.get("TFHELP_INDEX") or None
    assistant = Assistant.open(Path(index) if index else None, lasting=True)
    named = getattr(arguments, "env", None) or settings.load().env
    answered = list(asked_again(assistant, turns, AskOptions(environment=named)))
    missing = [sentence for turn in answered if turn.answer for sentence in turn.answer.missing]
    for sentence in dict.fromkeys(missing):
        _note(f"tfhelp: {sentence}")
    terminal.show(_exported(answered, arguments.format, named), pager=False)
    return ExitCode.ANSWERED


def _exported(turns: Sequence[Turn], form: str, environment: str | None) -> str:
    from tfhelp.conversation.export import to_issue, to_json, to_markdown

    if form == "json":
        return to_json(turns, ascii_only=not terminal.is_unicode(sys.stdout))
    if form == "issue":
        from tfhelp.environment import versions

        return to_issue(turns, versions(environment))
    return to_markdown(turns)


@_told
def delete(arguments: argparse.Namespace, language: Language) -> ExitCode:
    """Remove a conversation for good."""
    with History.open() as history:
        conversation = _resolved(history, arguments.id, language)
        title = next((kept.title for kept in history.conversations(limit=-1) if kept.id == conversation), "")
        history.delete(conversation)
    _note(say(language, "deleted", id=conversation, title=title))
    return ExitCode.ANSWERED


@_told
def clear(arguments: argparse.Namespace, language: Language) -> ExitCode:
    """Remove all conversations for good, after asking."""
    with History.open() as history:
        count = len(history.conversations(limit=-1))
        if not arguments.yes and not _confirmed(say(language, "confirm", count=count), language):
            _note(say(language, "kept"))
            return ExitCode.NOTHING_RELEVANT
        history.clear()
    _note(say(language, "cleared", count=count))
    return ExitCode.ANSWERED


@_told
def repair(_arguments: argparse.Namespace, language: Language) -> ExitCode:
    """Move a damaged history aside and start a fresh one; a sound one is left alone."""
    try:
        with History.open() as history:
            history.check()
    except HistoryError as error:
        if error.trouble != "damaged":
            raise
    else:
        _note(say(language, "sound"))
        return ExitCode.ANSWERED
    aside = History.set_aside()
    History.open().close()
    _note(say(language, "aside", file=aside))
    return ExitCode.ANSWERED


def _confirmed(question: str, language: Language) -> bool:
    if not (terminal.is_terminal(sys.stdin) and terminal.is_terminal(sys.stderr)):
        raise UsageError(say(language, "needs_yes"), say(language, "needs_yes_hint"))
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _resolved(history: History, prefix: str, language: Language) -> str:
    """The id that begins so.

    Raises:
        HistoryError: there is none.
        UsageError: there are several.
    """
    prefix = prefix.strip().lower()
    found = history.find(prefix) if prefix else []
    if not found:
        raise HistoryError("unknown", id=prefix[:40] or '""')
    if len(found) > 1:
        values = {"id": prefix, "ids": ", ".join(found)}
        raise UsageError(say(language, "ambiguous", **values), say(language, "ambiguous_hint"))
    return found[0]


def _limit(arguments: argparse.Namespace, language: Language) -> int:
    limit: int = getattr(arguments, "limit", DEFAULT_LIMIT)
    if limit < 1:
        raise UsageError(say(language, "no_limit", count=limit))
    return min(limit, 2**31)


def _local(at: str) -> str:
    """The user's time, to the minute."""
    try:
        return dt.datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return sanitize(at)[:16]


def _note(sentence: str) -> None:
    print(sanitize(sentence).replace("\n", " "), file=sys.stderr)

"""Commands that are typed into the prompt: ``/new``, ``/export issue``."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfhelp.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfhelp_corpus.entry import Language

say = Wording(
    {
        "new": "a new conversation",
        "topics": "all entries, by category",
        "history": "earlier conversations: find, resume, delete",
        "export": "write the conversation to a file: /export markdown|json|issue [FILE]",
        "private": "keep nothing of this conversation, or keep it again",
        "lang": "language of the chat and of its answers: /lang en|zh",
        "env": "environment whose versions count: /env DIR",
        "not": "this entry did not help: ask again without it",
        "summaries": "a summary above the entry, or none any more",
        "copy": "copy: /copy code|command|answer|link",
        "help": "the keys and commands",
        "quit": "leave",
    },
    {
        "new": "新的对话",
        "topics": "按类别浏览所有条目",
        "history": "以前的对话：搜索、继续、删除",
        "export": "把对话写入文件：/export markdown|json|issue [文件]",
        "private": "不保存这次对话，或恢复保存",
        "lang": "界面和回答的语言：/lang en|zh",
        "env": "按哪个环境的版本判断：/env 目录",
        "not": "这条没解决问题：排除它再查",
        "summaries": "在条目上方显示摘要，或不再显示",
        "copy": "复制：/copy code|command|answer|link",
        "help": "按键和命令",
        "quit": "退出",
    },
)

NAMES = ("new", "topics", "history", "export", "private", "lang", "env", "not", "summaries", "copy", "help", "quit")
MAX_CHARS = 300
"""Nothing longer is a command."""


@dataclass(frozen=True, slots=True)
class Command:
    """What was typed after the slash."""

    name: str
    arguments: tuple[str, ...]
    guess: str = ""
    """The command that was probably meant, where there is none of that name."""


def read(text: str) -> Command | None:
    """The command in a text; None for a question, also for one that begins with a path."""
    if len(text) > MAX_CHARS or not text.startswith("/") or "\n" in text.strip():
        return None
    words = text.split()
    name, arguments = words[0][1:], tuple(words[1:])
    if name in NAMES:
        return Command(name, arguments)
    near = difflib.get_close_matches(name.lower(), NAMES, 1, 0.6)
    return Command(name, arguments, near[0]) if near and name.isalpha() else None


def described(language: Language) -> Iterator[tuple[str, str]]:
    """Every command with what it does."""
    for name in NAMES:
        yield f"/{name}", say(language, name)

"""``tfhelp`` and ``tfhelp chat``: the conversation, drawn or line by line."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp import settings
from tfhelp.errors import UsageError
from tfhelp.reading.sanitize import sanitize
from tfhelp.wording import Wording

from . import output, terminal

if TYPE_CHECKING:
    import argparse

    from tfhelp.assistant import Assistant
    from tfhelp.errors import ExitCode
    from tfhelp_corpus.entry import Language

LATEST = "latest"
"""What ``--resume`` means without an id."""

say = Wording(
    {
        "no_model": "--model is empty.",
        "no_model_hint": "Name a folder, a .gguf file, or a model that 'tfhelp models' lists.",
        "no_terminal": "The chat needs a terminal for its input, output and errors.",
        "no_terminal_hint": "Use 'tfhelp chat --plain', or 'tfhelp ask -' in a pipe.",
        "none_kept": "No conversation is kept under {given}.",
        "several_kept": "Several conversations are kept under {given}.",
        "kept_hint": "See them with 'tfhelp history'.",
    },
    {
        "no_model": "--model 后面是空的。",
        "no_model_hint": "请指定文件夹、.gguf 文件，或者 'tfhelp models' 列出的模型。",
        "no_terminal": "聊天界面的输入、输出和错误输出都需要连接终端。",
        "no_terminal_hint": "可以用 'tfhelp chat --plain'，或者在管道里用 'tfhelp ask -'。",
        "none_kept": "没有保存编号为 {given} 的对话。",
        "several_kept": "有好几个对话的编号以 {given} 开头。",
        "kept_hint": "运行 'tfhelp history' 查看。",
    },
)


def run(arguments: argparse.Namespace) -> ExitCode:
    """Start the chat; line by line where that was asked for or nothing else can be done."""
    chosen = settings.load()
    if arguments.env:
        chosen = replace(chosen, env=arguments.env)
    language = settings.ui_language(arguments.lang, chosen)
    if arguments.model is not None:
        if not arguments.model.strip():
            raise UsageError(say(language, "no_model"), say(language, "no_model_hint"))
        chosen = replace(chosen, model=arguments.model, summaries=True)
    index = output.index_folder(arguments)

    def open_assistant() -> Assistant:
        from tfhelp.assistant import Assistant  # called in a thread; the chat draws its first frame meanwhile

        return Assistant.open(Path(index) if index else None, lasting=True)

    resume = _resumed(arguments.resume, language) if arguments.resume else None
    if arguments.plain or os.environ.get("TERM", "") == "dumb":
        from tfhelp.repl import run as start
    else:
        if not all(map(terminal.is_terminal, (sys.stdin, sys.stdout, sys.stderr))):
            raise UsageError(say(language, "no_terminal"), say(language, "no_terminal_hint"))
        from tfhelp.chat.run import run as start
    return start(
        open_assistant,
        chosen,
        language=language,
        answer_language=arguments.lang,
        private=arguments.private or chosen.private,
        resume=resume,
    )


def _resumed(given: str, language: Language) -> str:
    """The whole id of a stored conversation."""
    from tfhelp.conversation.history import History

    with History.open() as history:
        fits = (
            [found.id for found in history.conversations(limit=1)] if given == LATEST else history.find(given.lower())
        )
    if len(fits) != 1:
        what = "several_kept" if fits else "none_kept"
        raise UsageError(say(language, what, given=sanitize(given)), say(language, "kept_hint"))
    return fits[0]

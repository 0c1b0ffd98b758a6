"""``tfhelp models [FOLDER …]``: which local models could write summaries on this machine; none is loaded."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp import settings
from tfhelp.errors import ExitCode, UsageError
from tfhelp.models import discover, installed, memory, words
from tfhelp.reading.sanitize import sanitize
from tfhelp.wording import Wording

from . import terminal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tfhelp.models.discover import Found
    from tfhelp_corpus.entry import Language

say = Wording(
    {
        "head": "model|size|parameters|numbers|template|runs on",
        "yes": "yes",
        "no": "no",
        "gpu": "GPU",
        "cpu": "CPU",
        "cpu_bf16": "CPU (bf16, slow)",
        "too_large": "nothing here: needs {needed}",
        "unknown": "?",
        "unusable": "Cannot be used:",
        "free": "Free: {memory} of memory{cards}.",
        "card": ", {free} on {name}",
        "use": "One of them writes the summary: tfhelp ask --summarize --model {example} …",
        "none": "No model was found that could write summaries; tfhelp itself never downloads one.",
        "none_hint": "Put a transformers folder with safetensors or a .gguf file on this machine, then: "
        'tfhelp models FOLDER, or list the folder in {config}: models = ["FOLDER"]. Searched: {places}',
        "extra": "To run one, packages are still missing ({packages}): {command}",
        "no_folder": "There is no folder {folder}.",
    },
    {
        "head": "模型|大小|参数量|数值类型|对话模板|可运行于",
        "yes": "有",
        "no": "无",
        "gpu": "GPU",
        "cpu": "CPU",
        "cpu_bf16": "CPU（bf16，较慢）",
        "too_large": "内存不足，需要 {needed}",
        "unknown": "?",
        "unusable": "无法使用：",
        "free": "可用内存 {memory}{cards}。",
        "card": "，{name} 可用显存 {free}",
        "use": "用其中一个生成摘要：tfhelp ask --summarize --model {example} …",
        "none": "没有找到可以生成摘要的模型；tfhelp 自己从不下载模型。",
        "none_hint": "请先把带 safetensors 的 transformers 模型文件夹或 .gguf 文件放到这台机器上，"
        '然后运行 tfhelp models 文件夹，或者写进 {config}：models = ["文件夹"]。已查找：{places}',
        "extra": "运行模型还缺少一些包（{packages}）：{command}",
        "no_folder": "没有文件夹 {folder}。",
    },
)


@dataclass(frozen=True, slots=True)
class _Machine:
    """What a model can run on."""

    free: int | None
    cards: tuple[memory.Gpu, ...]

    def place(self, found: Found) -> tuple[str, int]:
        """Where a model fits, as a key of `say`, and the bytes that it needs there."""
        assert found.facts
        half, whole = memory.needed(found.facts, "bf16"), memory.needed(found.facts, "fp32")
        if any(card.free >= half for card in self.cards):
            return "gpu", half
        if self.free is None:
            return "unknown", whole
        return ("cpu", whole) if whole <= self.free else ("cpu_bf16" if half <= self.free else "too_large", half)


def run(arguments: argparse.Namespace) -> ExitCode:
    """List the models; nothing found is an answer, too."""
    configured = settings.load()
    language: Language = settings.ui_language(arguments.lang, configured)
    folders = [Path(folder) for folder in arguments.folders]
    for folder in folders:
        if not folder.expanduser().exists():
            raise UsageError(say(language, "no_folder", folder=folder))
    named = tuple(folders)
    folders += [Path(folder) for folder in configured.models]
    found = discover.discover(folders)
    machine = _Machine(memory.free_memory(), memory.gpus())
    if arguments.json:
        rows = [_as_dict(model, machine, language) for model in found]
        print(json.dumps(rows, ensure_ascii=not terminal.is_unicode(sys.stdout), indent=1))
        return ExitCode.ANSWERED
    _show(found, machine, language)
    _say_more(found, machine, language, folders, named)
    return ExitCode.ANSWERED


def _show(found: Sequence[Found], machine: _Machine, language: Language) -> None:
    from tfhelp.render.style import Style
    from tfhelp.render.table import table_lines

    usable = [model for model in found if model.facts]
    style = Style(terminal.wants_color(sys.stdout))
    # What is not watched is for programs, which want their lines whole.
    width = terminal.columns(sys.stdout) if terminal.is_terminal(sys.stdout) else 10_000
    if usable:
        rows = [say(language, "head").split("|"), *(_row(model, machine, language) for model in usable)]
        text = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
        for line in table_lines(text, width, lambda cell: [(cell, "")] if cell else [], style.paint):
            print(line)
    faulty = [model for model in found if model.fault]
    if faulty:
        print(f"{chr(10) if usable else ''}{style.bold(say(language, 'unusable'))}")
    for model in faulty:
        print(f"  {_reason(model, language)}")


def _row(found: Found, machine: _Machine, language: Language) -> list[str]:
    facts = found.facts
    assert facts
    where, needed = machine.place(found)
    template = say(language, "yes" if facts.chat_template else "no")
    runs = say(language, where, **({"needed": memory.in_words(needed)} if where == "too_large" else {}))
    millions = facts.parameters / 1e6
    count = f"{millions / 1000:.1f} B" if millions >= 950 else f"{millions:.0f} M"
    kind = f"GGUF {facts.dtype}" if facts.kind == "gguf" else facts.dtype
    return [_clean(found.name), memory.in_words(facts.bytes), count, kind, template, runs]


def _reason(found: Found, language: Language) -> str:
    assert found.fault
    sentence = words.sentence(language, found.fault.code, found.fault.values)
    return sentence if found.name in sentence else f"{_clean(found.name)}: {sentence}"


def _clean(name: str) -> str:
    """A name that a terminal and a table can take; names of files may hold anything."""
    return " ".join(sanitize(name).split()) or "?"


def _say_more(
    found: Sequence[Found], machine: _Machine, language: Language, folders: Sequence[Path], named: Sequence[Path]
) -> None:
    """What is free, and what to do next; on stderr, where it is in nobody's way."""
    if not found:
        places = ", ".join(str(place) for place in [*discover.hub_folders(), *folders]) or "-"
        print(say(language, "none"), file=sys.stderr)
        print(say(language, "none_hint", config=settings.config_file(), places=sanitize(places)), file=sys.stderr)
        return
    cards = "".join(
        say(language, "card", name=sanitize(card.name), free=memory.in_words(card.free)) for card in machine.cards
    )
    if machine.free is not None:
        print(say(language, "free", memory=memory.in_words(machine.free), cards=cards), file=sys.stderr)
    if not any(model.facts for model in found):
        return
    if absent := installed.missing(installed.WRITER):
        values = {"packages": ", ".join(absent), "command": installed.command()}
        print(say(language, "extra", **values), file=sys.stderr)
    else:
        example = shlex.quote(_clean(_callable(next(model for model in found if model.facts), named)))
        print(say(language, "use", example=example), file=sys.stderr)


def _callable(found: Found, named: Sequence[Path]) -> str:
    """What ``--model`` takes for it: its name, or its path where only this command line names the folder."""
    here = found.path.resolve()
    return (
        str(found.path) if any(here.is_relative_to(folder.expanduser().resolve()) for folder in named) else found.name
    )


def _as_dict(found: Found, machine: _Machine, language: Language) -> dict[str, object]:
    head: dict[str, object] = {"name": found.name, "path": str(found.path), "usable": found.facts is not None}
    if found.fault:
        return head | {"fault": found.fault.code, "reason": _reason(found, language)}
    assert found.facts
    where, needed = machine.place(found)
    fits = None if where == "unknown" else where != "too_large"
    runs_on = {"gpu": "gpu", "cpu": "cpu", "cpu_bf16": "cpu"}.get(where)
    facts = found.facts
    return head | {
        "kind": facts.kind,
        "architecture": facts.architecture,
        "bytes": facts.bytes,
        "parameters": facts.parameters,
        "dtype": facts.dtype,
        "context": facts.context,
        "chat_template": facts.chat_template,
        "needed_bytes": needed,
        "fits": fits,
        "runs_on": runs_on,
    }

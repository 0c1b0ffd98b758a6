"""``tfhelp models [FOLDER …]``: which local models could write summaries on this machine; none is loaded."""

from __future__ import annotations

import json
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp import settings
from tfhelp.errors import ExitCode, UsageError
from tfhelp.models import cache, discover, installed, memory, words
from tfhelp.reading.sanitize import sanitize
from tfhelp.wording import Wording
from tfhelp_corpus.language import join_sentences

from . import terminal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from tfhelp.models.discover import Found
    from tfhelp.render.style import Style
    from tfhelp_corpus.entry import Language

say = Wording(
    {
        "head": "model|size|memory|params|numbers|template|runs on",
        "yes": "yes",
        "no": "no",
        "gpu": "GPU",
        "cpu": "CPU",
        "cpu_bf16": "CPU (bf16, slow)",
        "too_large": "nothing here",
        "unknown": "?",
        "unusable": "Cannot be used:",
        "free": "Free: {memory} of memory{cards}.",
        "card": ", {free} on {name}",
        "use": "One of them writes the summary: tfhelp ask --summarize --model {example} …",
        "none": "No model was found that could write summaries; tfhelp itself never downloads one.",
        "searched": "Searched: {places}.",
        "hub": "the Hugging Face cache {folder}",
        "absent": " (not there, or not readable)",
        "none_hint": "Put a transformers folder with safetensors or a .gguf file on this machine, then: "
        'tfhelp models FOLDER. Or list the folder in {config}: models = ["FOLDER"]. The cache is looked for '
        "where HF_HUB_CACHE or HF_HOME says.",
        "kept": "Converted models in {folder}; what is deleted there is made again when it is needed:",
        "kept_encoder": "the encoder, for torch",
        "extra": "To run one, packages are still missing ({packages}): {command}",
        "no_name": "A folder without a name. For the folder that you are in: tfhelp models .",
        "no_folder": "There is no folder or file {folder}.",
        "unreadable": "{folder} cannot be read: {why}.",
        "configured": "{config} names it in models.",
    },
    {
        "head": "模型|大小|所需内存|参数量|数值类型|对话模板|可运行于",
        "yes": "有",
        "no": "无",
        "gpu": "GPU",
        "cpu": "CPU",
        "cpu_bf16": "CPU（bf16，较慢）",
        "too_large": "内存不足",
        "unknown": "?",
        "unusable": "无法使用：",
        "free": "可用内存 {memory}{cards}。",
        "card": "，{name} 可用显存 {free}",
        "use": "用其中一个生成摘要：tfhelp ask --summarize --model {example} …",
        "none": "没有找到可以生成摘要的模型；tfhelp 自己从不下载模型。",
        "searched": "已查找：{places}。",
        "hub": "Hugging Face 缓存 {folder}",
        "absent": "（不存在或无法读取）",
        "none_hint": "请先把带 safetensors 的 transformers 模型文件夹或 .gguf 文件放到这台机器上，"
        '然后运行 tfhelp models 文件夹，或者写进 {config}：models = ["文件夹"]。'
        "缓存的位置由 HF_HUB_CACHE 或 HF_HOME 决定。",
        "kept": "{folder} 中转换好的模型（删除后需要时会重新生成）：",
        "kept_encoder": "供 torch 使用的编码器",
        "extra": "运行模型还缺少一些包（{packages}）：{command}",
        "no_name": "文件夹名为空。要查找当前文件夹，请运行 tfhelp models .",
        "no_folder": "没有文件夹或文件 {folder}。",
        "unreadable": "无法读取 {folder}：{why}。",
        "configured": "它写在 {config} 的 models 里。",
    },
)


_GAP = 2
"""Columns between two columns of the table, and before a line that belongs to the one above."""


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
    named = tuple(map(Path, arguments.folders))
    for text, folder in zip(arguments.folders, named, strict=True):
        if fault := _fault(folder, language) if text.strip() else say(language, "no_name"):
            raise UsageError(fault)
    folders = [*named, *map(Path, configured.models)]
    found = discover.discover(folders)
    machine = _Machine(memory.free_memory(), memory.gpus())
    if arguments.json:
        rows = [_as_dict(model, machine, language) for model in found]
        print(json.dumps(rows, ensure_ascii=not terminal.is_unicode(sys.stdout), indent=1))
        return ExitCode.ANSWERED
    _show(found, machine, language)
    _say_more(found, machine, language, folders, named)
    for fault in filter(None, (_fault(Path(folder), language) for folder in configured.models)):
        where = say(language, "configured", config=settings.config_file())
        print(join_sentences(fault, where), file=sys.stderr)
    _say_kept(language)
    return ExitCode.ANSWERED


def _fault(folder: Path, language: Language) -> str:
    """Why a folder, or a file, cannot be looked at; empty if it can."""
    place = discover.expanded(folder)
    shown = sanitize(str(folder))
    try:
        if place.is_dir():
            with os.scandir(place):
                return ""
        if place.is_file():
            return ""
        if place.is_symlink():
            return words.sentence(language, "broken_link", {"file": shown, "target": os.path.realpath(place)})
    except (OSError, ValueError) as error:
        return say(language, "unreadable", folder=shown[:200], why=getattr(error, "strerror", None) or error)
    return say(language, "no_folder", folder=shown)


def _show(found: Sequence[Found], machine: _Machine, language: Language) -> None:
    from tfhelp.render.style import Style

    usable = [model for model in found if model.facts]
    style = Style(terminal.wants_color(sys.stdout))
    # What is not watched is for programs, which want their lines whole.
    width = terminal.columns(sys.stdout) if terminal.is_terminal(sys.stdout) else 10_000
    if usable:
        rows = [say(language, "head").split("|"), *(_row(model, machine, language) for model in usable)]
        for line in _lines(rows, width, style):
            print(line)
    faulty = [model for model in found if model.fault]
    if faulty:
        print(f"{chr(10) if usable else ''}{style.bold(say(language, 'unusable'))}")
    for model in faulty:
        print(f"  {_reason(model, language)}")


def _lines(rows: Sequence[Sequence[str]], width: int, style: Style) -> Iterator[str]:
    """A table where it fits, its head first; else each model's name, and below it its facts with the head's words."""
    from tfhelp.render.wrap import cells

    head, *models = rows
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + _GAP * (len(head) - 1) <= width:
        for row in rows:
            padded = (cell + " " * (room - cells(cell) + _GAP) for cell, room in zip(row, widths, strict=True))
            line = "".join(padded).rstrip()
            yield style.bold(line) if row is head else line
        return
    for name, *facts in models:
        yield style.bold(name)
        line = ""
        for what, fact in zip(head[1:], facts, strict=True):
            longer = f"{line} · {what} {fact}" if line else f"{' ' * _GAP}{what} {fact}"
            if line and cells(longer) > width:
                yield line
                longer = f"{' ' * _GAP}{what} {fact}"
            line = longer
        yield line


def _row(found: Found, machine: _Machine, language: Language) -> list[str]:
    facts = found.facts
    assert facts
    where, needed = machine.place(found)
    template = say(language, "yes" if facts.chat_template else "no")
    millions = facts.parameters / 1e6
    count = f"{millions / 1000:.1f} B" if millions >= 950 else f"{millions:.0f} M"
    sizes = [memory.in_words(size) for size in (facts.bytes, needed)]
    return [_clean(found.name), *sizes, count, facts.dtype, template, say(language, where)]


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
        print(say(language, "none"), file=sys.stderr)
        print(say(language, "searched", places=_searched(folders, language)), file=sys.stderr)
        print(say(language, "none_hint", config=settings.config_file()), file=sys.stderr)
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


def _searched(folders: Sequence[Path], language: Language) -> str:
    """The places, in words."""
    hubs = [(say(language, "hub", folder=place), place) for place in discover.hub_places()]
    named = [*hubs, *((str(folder), discover.expanded(folder)) for folder in folders)]
    shown = [
        sanitize(text) + ("" if not _fault(place, language) else say(language, "absent")) for text, place in named
    ]
    return ("、" if language == "zh" else ", ").join(shown)


def _say_kept(language: Language) -> None:
    """What conversions have left on the disk: nothing ever takes it away unasked."""
    place = cache.cache_folder()
    models = cache.kept(place)
    if models:
        print(say(language, "kept", folder=sanitize(str(place))), file=sys.stderr)
    for model in models:
        source = _clean(model.source) if model.source else say(language, "kept_encoder")
        print(f"  {memory.in_words(model.bytes):>8}  {model.folder.name}  {source}", file=sys.stderr)


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

"""What a front says around a summary: its heading, what the model is doing, who wrote it and how fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.wording import Wording

if TYPE_CHECKING:
    from tfhelp.models.protocol import Progress
    from tfhelp_corpus.entry import Language

say = Wording(
    {
        "heading": "Summary",
        "not_confident": "No summary: nothing was found that is sure enough to sum up.",
        "no_model": "This summary is taken from the entry; --model PATH, or the setting model, lets a local model "
        "write one (`tfhelp models` lists them).",
        "instead": "Taken from the entry instead.",
        "stopped": "(stopped)",
        "starting": "starting {model}",
        "convert": "converting {model}, {percent} %",
        "load": "loading {model}, {percent} %",
        "prefill": "reading the prompt {done}/{total}",
        "writing": "writing",
        "entry": "from the entry",
        "rate": "{rate} tokens/s",
        "first": "first word after {seconds} s",
    },
    {
        "heading": "摘要",
        "not_confident": "没有摘要：找到的内容不够可靠，不宜概括。",
        "no_model": "这段摘要摘自条目原文；用 --model 路径 或设置项 model 指定本地模型，就由模型来写"
        "（`tfhelp models` 列出可用的模型）。",
        "instead": "以下改用条目原文的摘要。",
        "stopped": "（已停止）",
        "starting": "正在启动 {model}",
        "convert": "正在转换 {model}，{percent}%",
        "load": "正在加载 {model}，{percent}%",
        "prefill": "正在读取提示词 {done}/{total}",
        "writing": "正在生成",
        "entry": "摘自条目",
        "rate": "{rate} token/s",
        "first": "{seconds} 秒后出首字",
    },
)


def progress(message: Progress, model: str, language: Language) -> str:
    """How far the model is, in words."""
    if message.stage not in ("convert", "load", "prefill"):
        return say(language, "starting", model=model)
    percent = min(100, 100 * message.done // max(1, message.total))
    return say(language, message.stage, model=model, percent=percent, done=message.done, total=message.total)


def figures(model: str, rate: float | None, first: float | None, language: Language) -> str:
    """Which model wrote, and how fast, as far as that is known."""
    parts = [model]
    if rate:
        parts.append(say(language, "rate", rate=f"{rate:.1f}"))
    if first is not None:
        parts.append(say(language, "first", seconds=f"{first:.1f}"))
    return " · ".join(parts)

"""What the categories of entries are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.wording import Wording
from tfhelp_corpus.entry import CATEGORIES

if TYPE_CHECKING:
    from tfhelp_corpus.entry import Language

_EN = {
    "install": "Installing and importing",
    "hub": "Hub, downloads, offline use",
    "loading": "Loading models",
    "tokenizer": "Tokenizers",
    "memory": "Memory",
    "device": "Devices and CUDA",
    "training": "Training",
    "distributed": "Several GPUs and machines",
    "generation": "Generating text",
    "quantization": "Quantization",
    "attention": "Attention",
    "pipeline": "Pipelines",
    "vision-audio": "Images, video, audio",
    "peft": "LoRA and PEFT",
    "export": "Export",
    "saving": "Saving",
    "v5-migration": "Moving to version 5",
    "environment": "Environments and versions",
    "outputs": "Wrong or odd outputs",
    "help": "Where to get help",
}
_ZH = {
    "install": "安装与导入",
    "hub": "Hub、下载与离线使用",
    "loading": "加载模型",
    "tokenizer": "分词器",
    "memory": "显存与内存",
    "device": "设备与 CUDA",
    "training": "训练",
    "distributed": "多卡与多机",
    "generation": "文本生成",
    "quantization": "量化",
    "attention": "注意力机制",
    "pipeline": "Pipeline",
    "vision-audio": "图像、视频与音频",
    "peft": "LoRA 与 PEFT 微调",
    "export": "模型导出",
    "saving": "保存模型",
    "v5-migration": "升级到 v5",
    "environment": "环境与版本",
    "outputs": "输出不对劲",
    "help": "去哪里求助",
}
_NAMES = Wording(_EN, _ZH)
assert _NAMES.keys == set(CATEGORIES), _NAMES.keys ^ set(CATEGORIES)


def category_name(language: Language, category: str) -> str:
    """What people call a category; one of a user's own documents keeps its name."""
    return _NAMES(language, category) if category in _NAMES.keys else category

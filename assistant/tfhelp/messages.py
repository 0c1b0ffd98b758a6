"""Everything tfhelp says in its own voice about an answer, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfhelp_corpus.entry import Language

_EN = {
    "sure": "sure",
    "likely": "likely",
    "possible": "possible",
    "confidence": "{word} ({percent} %)",
    "applies_yes": "applies to your versions",
    "applies_any": "applies to all versions",
    "applies_no": "NOT for your versions: {known}; it is about {specifiers}",
    "applies_unknown": "about {specifiers}; your versions are not known",
    "others": "Other candidates",
    "source": "Where it is from",
    "reproduced": "reproduced on {on}, {date}",
    "checked": "checked in the source code, {date}",
    "threads": "from threads that were read, {date}",
    "documentation": "from documentation, {date}",
    "nothing": "Nothing relevant found.",
    "nothing_help": "tfhelp knows problems of Hugging Face Transformers. Nearest topics, probably not yours:",
    "ask_better": "Ask better: paste the whole traceback (`python train.py 2>&1 | tfhelp ask -`), or name the class, "
    "the argument or the message that you see.",
    "report": "Still stuck? Ask at https://discuss.huggingface.co, or search "
    "https://github.com/huggingface/transformers/issues; `tfhelp ask getting help` says what to collect first.",
    "read_more": "Read one of them: tfhelp ask {code}",
}

_ZH = {
    "sure": "很有把握",
    "likely": "比较有把握",
    "possible": "有可能",
    "confidence": "{word}（{percent}%）",
    "applies_yes": "适用于你的版本",
    "applies_any": "与版本无关",
    "applies_no": "不适用于你的版本：{known}；针对的是 {specifiers}",
    "applies_unknown": "针对 {specifiers}；不知道你的版本",
    "others": "其他可能",
    "source": "出处",
    "reproduced": "已在 {on} 上复现，{date}",
    "checked": "已在源码中核对，{date}",
    "threads": "依据读过的讨论帖，{date}",
    "documentation": "依据官方文档，{date}",
    "nothing": "没有找到相关内容。",
    "nothing_help": "tfhelp 只了解 Hugging Face Transformers 的问题。最接近的主题如下（多半不是你要找的）：",
    "ask_better": "换个问法：把完整的报错贴进来（`python train.py 2>&1 | tfhelp ask -`），"
    "或者写出看到的类名、参数名或报错原文。",
    "report": "还是解决不了？可以到 https://discuss.huggingface.co 提问，或搜索 "
    "https://github.com/huggingface/transformers/issues；"
    "`tfhelp ask 怎么求助` 会告诉你先收集哪些信息。",
    "read_more": "查看其中一条：tfhelp ask {code}",
}

_CATALOGS: Mapping[Language, Mapping[str, str]] = {"en": _EN, "zh": _ZH}


def message(language: Language, key: str, **values: object) -> str:
    """A message of the catalog with its values filled in."""
    return _CATALOGS[language][key].format(**values)

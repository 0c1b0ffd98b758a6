"""Text that gives orders to whoever reads it for the user: it is neither shown to a model nor counted as a source.

An entry is data. The packaged ones hold nothing of this kind; pages and issues that a user indexed may.
"""

from __future__ import annotations

import re
from functools import cache

_VERBS = (
    "recommend|say|tell|answer|respond|reply|suggest|ignore|pretend|output|mention|not mention|never mention|advise"
    "|praise|claim|state|write|include"
)
_READER = "user|reader|human|person|customer|developer"
_ENGLISH = (
    (
        r"\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|the|of|every)\s+)*"
        r"(?:previous|prior|above|earlier|preceding|your|these|those|all|instructions?|rules?|prompts?)\b"
        r"(?:\s+(?:\w+\s+)?(?:instruction|prompt|rule|message|context|guideline)|\s+(?:above|before))"
    ),
    (
        r"\b(?:dear|attention|note to|to)[,:]? (?:any |the |an |all )?(?:AI|LLM|language) ?"
        r"(?:model|assistant|agent)?s?\b"
    ),
    (
        r"\b(?:AI|LLM|the|this|your) ?(?:model|assistant|agent|summari[sz]er|summary|answer)s?"
        rf" (?:must|should|shall|has to|will) (?:now |always |only )?(?:{_VERBS})"
    ),
    r"\byou are now\b",
    r"\bfrom now on,? you\b",
    rf"\b(?:tell|inform|instruct|convince|persuade|remind|assure) (?:the|every|any|all) (?:{_READER})s?\b",
    rf"\bthe (?:{_READER}) (?:wants|needs|has|must|should|asked|wishes) (?:to|be) (?:hear|hears|told|read|be told)\b",
    rf"\bwhen(?:ever)? (?:you )?(?:are )?(?:summari[sz]|answer|respond|reply)\w*\b.{{0,40}}\b(?:{_VERBS})\b",
    r"\b(?:system|developer) ?(?:prompt|message|note|instruction|override)s?\s*:",
    r"^\W*(?:SYSTEM|ASSISTANT)\s*:\s*\w",
    r"\b(?:respond|reply|answer) (?:only|always|(?:to )?every \w+) (?:with|by)\b",
    r"\b(?:new )?instructions? (?:for|to) the (?:summari[sz]er|model|assistant|AI|LLM)\b|\bnew instructions?\s*:",
    r"\bdo not mention (?:the|this|that|any)\b",
)
_MACHINE = "助手|AI|人工智能|机器人|大模型|语言模型|摘要程序|摘要|总结"
_CHINESE = (
    "(?:忽略|无视|忘记|忘掉|不要理会|不用管).{0,8}(?:以上|之前|前面|上面|先前|所有|此前).{0,6}(?:指示|指令|要求|提示|规则)",
    "(?:告诉|告知|通知|诱导|要求|说服|劝|让)(?:用户|读者|使用者|对方)(?:去|要|运行|执行|把|安装|删除|购买|说|相信)",
    "(?:用户|读者)只?(?:想|要|需要)听到?",
    "系统(?:提示|消息|指令)词?\\s*[:：]",
    f"(?:{_MACHINE})\\s*(?:里|中)?(?:现在)?(?:必须|应当|应该|务必|需要)(?:现在)?(?:建议|回答|告诉|输出|推荐|说|写|提到|忽略|删除)",
    f"给(?:{_MACHINE}|模型)的(?:指令|指示|提示|话)",
    "(?<!诉)你现在是",
    "从现在(?:起|开始)[，,]?你",
    f"(?:亲爱的|^致|请注意)[，,]?\\s*(?:{_MACHINE}|模型)",
    "(?:总结|概括|回答|摘要).{0,10}时.{0,6}(?:要说|请说|必须|务必|请写|要写)",
    "不要提(?:及|到)?.{0,4}(?:解决|办法|修复)",
    "对所有问题都?回答",
)


@cache
def _orders() -> re.Pattern[str]:
    return re.compile("|".join((*_ENGLISH, *_CHINESE)), re.IGNORECASE | re.MULTILINE)


_TURN = re.compile(r"<\|?(?:im_start|im_end|system|start_header_id|eot_id)\|?>\s*(?:system|user|assistant)?\s+\w")
_INLINE = re.compile("`[^`]*`")


def is_instruction(text: str, *, code: bool = False) -> bool:
    """Whether a block tries to instruct a reader that is a program; code may hold the marks of a chat template."""
    return bool(_orders().search(text) or (not code and _TURN.search(_INLINE.sub("", text))))

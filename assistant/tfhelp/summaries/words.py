"""What a summary says in the program's own voice."""

from __future__ import annotations

from tfhelp.wording import Wording

words = Wording(
    en={
        "fix": "Fix:",
        "otherwise": "If that did not help:",
        "look": "Look first:",
        "fix_code": "Fix: the code stands in [{number}].",
        "see_code": "(the code stands in [{number}]).",
        "code": "From the fix of [{number}]:",
        "withheld_one": "1 sentence withheld: {reasons}.",
        "withheld_many": "{count} sentences withheld: {reasons}.",
        "stands_in": "Too little of the model's text is borne out by the sources; this is the entry's own summary.",
        "reason_separator": ", ",
        "not_in_source": "not in the sources",
        "wrong_fact": "a name, number or version is not in the sources",
        "polarity": "says the opposite of the sources",
        "action": "advises what the sources do not",
        "language": "in another language",
        "repeated": "said before",
        "self_talk": "about the model itself",
        "model_code": "a command of the model's own",
        "empty": "says nothing",
        "unfinished": "broken off",
    },
    zh={
        "fix": "解决办法：",
        "otherwise": "如果还不行：",
        "look": "先看：",
        "fix_code": "解决办法：代码见 [{number}]。",
        "see_code": "（代码见 [{number}]）。",
        "code": "[{number}] 的解决办法：",
        "withheld_one": "隐去 1 句：{reasons}。",
        "withheld_many": "隐去 {count} 句：{reasons}。",
        "stands_in": "模型写的内容大多找不到依据，下面改用条目原文的摘要。",
        "reason_separator": "、",
        "not_in_source": "条目中没有依据",
        "wrong_fact": "名称、数字或版本在条目中找不到",
        "polarity": "与条目说的相反",
        "action": "给出了条目中没有的建议",
        "language": "语言不对",
        "repeated": "前面已经说过",
        "self_talk": "模型在说自己",
        "model_code": "模型自己写的命令",
        "empty": "没有内容",
        "unfinished": "没有写完",
    },
)

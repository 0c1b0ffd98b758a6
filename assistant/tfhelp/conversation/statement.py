"""What a short text says in a conversation: that advice failed, what was tried, a circumstance, or a question of its own.

All patterns are looked for in folded text (NFKC, simplified characters), so full-width punctuation is ASCII here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tfhelp_corpus.language import HAN
from tfhelp_index.terms import fold

if TYPE_CHECKING:
    from .turn import Relation

MAX_CHARS = 600
"""What is looked at of a person's words; longer ones tell a story of their own."""

MOST_LEANING = 6
"""Words of its own, at most, of a text that leans on what was said before without a conjunction."""

MOST_POINTING = 4
"""The same where it leans by a pronoun or a "still" only; in longer sentences these point into the sentence itself."""

MOST_LED = 12
"""The same for one that begins with "and", "but", 那."""

MOST_ADDED = 3
"""Words of its own, at most, of a yes-or-no question that shares words with the question before and refines it."""

MOST_LEFT_OUT = 2
"""The same for one that shares none: it leaves out what it is about."""

_EN_VERBS = (
    r"upgrad(?:ed|ing)|downgraded|updated|(?:re)?installed|restarted|rebooted|tried|done|did|set|added|changed|removed"
    r"|deleted|cleared|reduced|lowered|increased|raised|enabled|disabled|turned (?:on|off)|switched|checked|verified|ran|run"
    r"|used|using|replaced|moved|fixed|applied|followed|pinned|cleaned|rebuilt|pulled|logged in|have|got"
)
_ZH_VERBS = (
    r"升级|更新|降级|升|降|重启|重装|安装|装|尝试|试|设置|设|改成|改|加上|加|删除|删|清理|清空|清|卸载|换成|换|执行|运行"
    r"|配置|下载|登录|打开|开启|开|关闭|关|调到|调成|调|检查|确认|减小|减少|增大|做|弄|指定|传"
)
_FAILED_EN = (
    r"\b(?:did|does|do|has|have|had|was|is|could|can)(?: no|n'?)t (?:really |seem to )?"
    r"(?:help\w*|fix\w*|solve\w*|change\w*|make (?:a|any) difference)\b",
    r"\b(?:did|has|have)(?: no|n'?)t work\w*\b",
    r"(?:^|[,.;] ?|\b(?:it|that|this|these|those|neither|none|advice|solution|fix|\w+ing)(?: of \w+)? )"
    r"(?:(?:is|are|do|does|s)\s?)?(?:still )?(?:not?|n't|doesn't|isn't|doesnt|don't|dont|never) work(?:s|ing|ed)?\b",
    r"\bsame (?:\w+ )?\w*(?:error|exception|problem|issue|thing|result|message|output|here|outcome|failure|traceback|as before|again)\b",
    r"^(?:still )?(?:the )?same\W*$",
    r"\bno (?:luck|effect|change|difference|dice|joy|help|improvement|success|use)\b",
    r"^(?:nope|no|nah|nothing)(?:\W*$|[,.!])",
    r"\b(?:does|did|do|has|changes|changed) nothing\b|^not (?:it|that|this)\b",
    r"\bnot (?:really )?(?:my|the|our|what) (?:\w+ )?(?:problem|issue|case|error|question|situation|i)\b",
    r"\b(?:none|nothing|neither)\b.{0,20}\b(?:work|help|fix|chang|solv)\w*",
    r"\b(?:made|makes|make) no difference\b|\bto no avail\b|\bin vain\b|\bnothing (?:changed|changes|helps|helped|works|worked)\b",
    r"\bnot helpful\b|\bunrelated\b|\buseless\b|\birrelevant\b|\bwrong (?:answer|entry|problem)\b",
    r"\b(?:persists|remains)\b|\b(?:not|un)[ -]?(?:solved|fixed|resolved)\b",
    r"\b(?:any|some)(?:thing else|(?: other|more) (?:ideas?|suggestions?|options?|way|solutions?|fix))\b"
    r"|^(?:other|another|next|more) (?:one|ideas?|suggestions?|answer|solutions?)\b",
)
_STILL_EN = r"\balso (?:fails?|failed|crash\w*|doesn't|does not|didn't|gives|times out)\b|(?:n't|not) \w+ either\W*$|\b(?:still|again)\b(?! (?:need|want|have to|use|possible))"
_FAILED_ZH = (
    r"(?:还是|还|依然|依旧|仍然|仍旧|仍|照样|同样)(?:会|在|是|老|也)?(?:不|没|报|一样|错|失败|同样|那样|那个|这个|这样|无法|有"
    r"|出|提示|显示|老样子|卡|慢|爆|崩|超时|连|nan|oom|error)",
    r"(?:^|[,.;! 了过后但也])(?:还是|依然|依旧|仍然|仍旧|照样)\s?\S{0,8}$",
    r"没(?:什么|啥|有|有任何|任何)?(?:(?:用|好|变)(?=\s*(?:$|[,.;!?]|[啊呀呢的了哦吧]))|(?:效果|效|变化|改善|解决|帮助|成功|区别|作用)(?!过|到))",
    r"无效|白搭",
    r"(?<![时候上里下中])也(?:还是|是|会|都|照样|一样)?(?:不|没|报|失败|超时|爆|崩|卡|出错|连不上|无法)",
    r"不(?:管用|起作用|好使|奏效|顶用|对症|生效)|解决不了|不解决",
    r"(?:^|[,。.;!? ]|也|都|了|后|这样|依然)不(?:行|对|可以)(?=\W|$|[啊呀呢的了哦])",
    r"不是(?:我的?|这个|这种|这|我说的)?(?:问题|原因|情况|错误|报错|意思)|不是我(?:要|想|问)|答非所问|不相关|没关系的|不符|不一样",
    r"(?:一样|同样|相同|原来|之前)的?(?:错|报错|错误|问题|结果|提示)|问题依旧|老样子|一样$",
    r"(?:还有|有没有|有)(?:别的|其他|其它|另外)的?|换(?:一|个)(?:个)?(?:答案|办法|方法|方案|思路)|下一个",
)
_ASKS_EN = (
    r"(?:^|[,.;:!?] ?|\b(?:so|ok|please|hi|hello|btw|also|and|but|then|tell me|explain|know|wondering|idea) )"
    r"(?:how|why|what|what's|whats|where|which|who|when (?=do|does|should|is|will))\b|\bhow (?:to|do|can|should)\b"
)
_YES_NO_EN = r"(?:^|, ?)(?:can|could|should|do|does|did|is|are|am|will|would|has|must|may|have (?=i|you|we|any))\b|\bis there\b"
_ASKS_ZH = r"怎么|怎样|如何|为什么|为何|为啥|(?<!没)(?:什么|啥)|哪|咋|多少|区别|求助"
_YES_NO_ZH = r"吗|是不是|能不能|可不可以|要不要|会不会|有没有|是否|么\W*$"
_PROBLEM = (
    r"\b(?:errors?|fail(?:s|ed|ing|ure)?|crash(?:es|ed|ing)?|can ?not|can't|cant|won't|has no|no such|no attribute|missing"
    r"|broken|wrong|garbage|gibberish|nonsense|garbled|hangs?|hanging|nothing but|breaks?|stuck|freezes?|slow|nan|oom|out of memory|refuses|killed"
    r"|timeout|exception|warnings?|dies|bug|mismatch|un\w{3,}ed|invalid|corrupt\w*|stops?|repeats?|empty|ignored|deprecated"
    r"|removed|gone|complains?|denied|forbidden|too (?:long|large|short|many)|(?:does|is|was|were|are|has|did)(?: not|n'?t))\b"
    r"|报错|失败|出错|错误|崩|卡住|卡死|不动|异常|乱码|爆|不够|不足|无法|不了|不出|太慢|很慢|变慢|不收敛|不下降|丢失|找不到|连不上"
    r"|不上(?!外)|超时|不匹配|不支持|不一致|不一样|不认|溢出|死机|闪退|警告|提示|弃用|挂了|就挂|没了|少了|变了|多了|全是|重复|没有"
)
_MINE_NOT = r"^(?:i|we|i'm|我们?)\s?(?:\w+ )?(?:\w+n't|not|没有?|不)"
_SOLVED = (
    r"\b(?:is|are|it's) (?:gone|fixed|solved)\b|\b(?:that|it|this) (?:worked|works now|solved it|fixed it|helped)\b"
    r"|^(?:好了|解决了|可以了|谢谢|搞定了?)[,. ]"
)
_LEADS = (
    r"^(?:(?:ok(?:ay)?|hmm|well|yes|yeah|no|thanks|thank you|great)\W+)?(?:and|but|also|then|or|what about|how about|what if"
    r"|except|besides|instead|otherwise|plus|actually)\b(?! (?:is there|how (?:do|to|can) i))"
    r"|^(?:嗯|好的?|行|谢谢|哦)?[, ]*(?:那|还有|而且|另外|但|可是|不过|假如|或者|然后|并且|所以|其实|除了|以及)"
)
_PART = (
    r"^(?:so|if|only|just|when|while|during|after|before|with|without|on|in|using|under|for|at|inside|from|because|since"
    r"|happens?|happening|occurs?|appears|fails? (?:only|on|in|with|when)|works (?:on|in|with|fine)|it|its|it's|this|that|these"
    r"|those|they|maybe|perhaps|could it be)\b(?! is it )"
    r"|^(?:这|它|还|如果|要是|也|只有|只在|只是|对于|针对|在|用|使用|是在|同时|换成|改用|具体|详细|麻烦|是不是|会不会|难道|可能是|难不成)"
)
_POINTS_EN = (
    r"^(?:(?:please|can you|could you|would you) )*(?:explain|elaborate|show|describe|more details?|an? example)\b|, but\b",
    r"\bthe (?:first|second|third|last|other|next) (?:option|one|step|way|command|line|solution|fix|point)\b",
    r"\b(?:this|these|those|the|such|that|same) (?:error|problem|issue|fix|solution|setting|code|warning|message|flag"
    r"|option|one|thing|way|entry|step|command|advice|line|case|parameter|argument|change|approach|method|answer)s?\b",
    r"\b(?:it|that|this|these|those|them|they)(?:'s|s)?(?= (?:is|was|are|were|do|does|did|doesn't|has|had|have|will|would"
    r"|can|could|only|also|still|always|never|just|even|not|mean|means|happens?|works?|fails?|crashes|breaks|goes|occurs"
    r"|appears|on|in|with|for|to|at|under|again|instead|too|matter|make|go|help|affect|cause|apply|need)\b|\W*$|[,.?!;])",
    r"\b(?:do|did|does|after|before|with|without|about|like|by|for|of|than|from|use|run|apply|put|set|add|fix|solve) "
    r"(?:it|that|this|them|these|those)\b",
    r"\b(?:too|as well|either|instead|then|though|here)\W*$",
)
_EXPLETIVE = r"\bis it (?:possible|normal|ok|okay|safe|necessary|better|bad|dangerous|worth)\b(?=.{8})"
_POINTS_ZH = (
    r"这|那个|那些|那样|那种|那么做|它|上面(?:的|说|那)|刚才|刚刚|上述|该(?:错误|问题|参数|方法)|你说|同理|才会?(?:出|报|有|爆)|(?:的时候|时)才",
    r"[,.;] ?(?:但|可是|不过)|第[一二三四五12345](?:个|种|步|条|点)(?:方法|办法|方案|步骤)?",
    r"呢\W*$|的话|(?:改|做|弄|加|装|升级|设置|换|设)(?:完|好|上)(?:了|之后|以后|后|要|需)",
    r"^[^,。?!]{1,14}(?:上|下|里|中|环境|系统)面?(?:的话|又|该|要|应该|也)?(?:怎么|如何|呢|可以|能|会)",
)
_CIRCUMSTANCE = (
    r"^(?:i|i'm|im|i've|we|we're|running|using)\b|^(?:the|my|our) (?:\w+ ){1,3}(?:is|are|was|were|has|have|uses?|comes?|says?|sits)\b"
    r"|^[a-z]\w*(?: \w+){0,2} (?:is|are|was|says?|has) (?:only |about |just |at |from |not )?"
    r"|^\S{1,8}是|^(?:我(?:的|用|是|们|在)?|显卡|版本|系统|环境|模型是|用的)"
)
_THINGS = (
    r"\d|^(?:\w*fp16|bf16|half|float\w*|int8|nf4|lora|qlora|peft|deepspeed|zero|fsdp|ddp|accelerate|trainer|sfttrainer|trl|vllm"
    r"|windows|win|linux|ubuntu|mac|macos|wsl|docker|colab|kaggle|jupyter|notebook|slurm|conda|venv|pip|python|torch|pytorch"
    r"|tensorflow|jax|transformers|cuda|rocm|mps|cpu|gpu|gpus|tpu|npu|rtx|gtx|tesla|nvidia|amd|ascend|gb|batch|size|epoch"
    r"|llama|qwen|gemma|mistral|mixtral|gpt|bert|roberta|whisper|phi|deepseek|glm|chatglm|clip|vit|instruct|base|chat|large"
    r"|small|proxy|offline|firewall|cluster|server|laptop|eager|sdpa|flash|attention|dev|nightly|main|inference|training"
    r"|显卡|单卡|多卡|双卡|内网|外网|代理|离线|公司|服务|务器|推理|训练|微调|量化|本地|镜像|断网|国内|海外|机器|集群|容器|电脑|笔记|记本)$"
)
_TRIED_EN = (
    rf"\b(?:already|just|have|i've|ive|we've|had) (?:already |also |just |even |been )?(?:{_EN_VERBS})\b",
    rf"^(?:yes,? |ok,? |yeah,? )?(?:i |we |i've |also )?(?:also |even |both )?(?!(?:have|got|using|used|run|set up)\b)(?:{_EN_VERBS})\b",
    rf"^(?:i|we) (?:also |even )?(?!(?:have|got|using|run)\b)(?:{_EN_VERBS})\b|\balready\W*$|\b(?:was|were|is|are) already\b"
    r"|\b(?:is|are) (?:all |both |now )?(?:on|off|set|enabled|disabled|installed|up to date|up-to-date|the latest)\W*$",
)
_TRIED_ZH = (
    rf"(?:已经|已|早就|都|刚刚?|之前|也|我|全)\S{{0,6}}?\s?(?:{_ZH_VERBS})[^,。;?!]{{0,24}}(?:了|过|好|完)\W*$",
    rf"(?:{_ZH_VERBS})过(?:了|的)?\W*$|(?:{_ZH_VERBS})过[^,。;?!]{{0,24}}了\W*$|已经[^,。;?!]{{1,30}}了\W*$",
    r"过\s[^,。;?!]{1,24}了\W*$",
    rf"^[^,。;?!]{{1,16}}?(?:{_ZH_VERBS})(?:好|上|完|过)?了\W*$",
    rf"^我?(?:又|重新|全部?|把[^,。;?!]{{1,12}}?|也)*(?:{_ZH_VERBS})了|(?:{_ZH_VERBS})过[,都是也 ]{{0,3}}(?:没有?问题|没毛病|正常|对的)",
)
_NOT_TRIED = r"没有?\S{0,6}过|\w+n't|\bnot\b|被|不小心|把\S+也|(?:后|了)\S{0,12}(?:就|却|但|结果|反而|之后)|\b(?:but|now)\b"
_WHOLE = (
    r"\b(?:done|did|tried|followed|applied) (?:all |exactly |both )?(?:of )?(?:that|this|it|both|all|everything|those|these"
    r"|them|(?:the|your) (?:fix|steps|advice|suggestions?|solution|instructions?))\b|\bbeen there\b|^(?:already )?(?:done|tried)"
    r"|试过|都试|试了|做过|(?:按|照|根据)\S{0,8}(?:做|改|试|弄)|都做了|都改了"
)
_ANNOUNCES = (
    r"\b(?:full|complete|entire|whole|here(?:'s| is| are|:)|below|traceback|stack ?trace|logs?|error message|details?|output)\b"
    r"|完整|详细|全部|具体|报错信息|错误信息|报错内容|日志|如下|下面|贴|这是"
)
_OTHER_ERROR = r"\b(?:now|new|another|different|next|then)\b|现在|又|新的?|另一|然后|接着|变成|另外"
_STOP_EN = frozenset(
    [
        "a",
        "an",
        "the",
        "i",
        "me",
        "my",
        "we",
        "our",
        "us",
        "you",
        "your",
        "he",
        "it",
        "its",
        "they",
        "them",
        "this",
        "that",
        "these",
        "those",
        "here",
        "there",
        "what",
        "whats",
        "which",
        "who",
        "how",
        "why",
        "when",
        "where",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "do",
        "does",
        "did",
        "done",
        "doing",
        "has",
        "have",
        "had",
        "having",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "shall",
        "not",
        "no",
        "nope",
        "n't",
        "yes",
        "ok",
        "okay",
        "and",
        "or",
        "but",
        "so",
        "if",
        "then",
        "than",
        "also",
        "too",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "off",
        "on",
        "onto",
        "out",
        "over",
        "to",
        "up",
        "with",
        "without",
        "about",
        "after",
        "before",
        "during",
        "while",
        "since",
        "only",
        "just",
        "still",
        "again",
        "same",
        "other",
        "another",
        "else",
        "any",
        "some",
        "all",
        "both",
        "every",
        "everything",
        "anything",
        "something",
        "nothing",
        "more",
        "most",
        "much",
        "many",
        "very",
        "really",
        "even",
        "already",
        "yet",
        "now",
        "maybe",
        "please",
        "help",
        "thanks",
        "thank",
        "hi",
        "hello",
        "get",
        "gets",
        "got",
        "getting",
        "go",
        "goes",
        "make",
        "makes",
        "made",
        "use",
        "used",
        "using",
        "want",
        "need",
        "needs",
        "try",
        "tried",
        "trying",
        "tell",
        "know",
        "mean",
        "means",
        "work",
        "works",
        "working",
        "worked",
        "fix",
        "fixed",
        "fixing",
        "solve",
        "solved",
        "problem",
        "problems",
        "issue",
        "issues",
        "error",
        "errors",
        "thing",
        "things",
        "way",
        "ways",
        "case",
        "line",
        "code",
        "file",
        "script",
        "program",
        "happen",
        "happens",
        "happening",
        "occur",
        "occurs",
        "change",
        "changed",
        "changes",
        "add",
        "put",
        "set",
        "run",
        "running",
        "better",
        "good",
        "bad",
        "right",
        "wrong",
        "fine",
        "exactly",
        "like",
        "matter",
        "difference",
        "mine",
        "fails",
        "fail",
        "failed",
        "crash",
        "crashes",
        "crashed",
        "crashing",
        "broken",
        "message",
        "result",
        "answer",
        "did",
        "didn",
        "didnt",
        "doesn",
        "doesnt",
        "don",
        "dont",
        "isn",
        "isnt",
        "won",
        "wont",
        "ve",
        "re",
        "ll",
        "im",
        "ive",
        "s",
        "t",
        "d",
        "m",
        "luck",
        "effect",
        "avail",
        "useless",
        "idea",
        "ideas",
        "suggestion",
        "suggestions",
        "solution",
        "solutions",
        "option",
        "fault",
    ]
)
_STOP_ZH = (
    r"怎么样|怎么|怎样|如何|为什么|为何|为啥|什么|回事|是不是|能不能|可不可以|要不要|会不会|有没有|是否|哪里|哪个|哪儿|哪些|哪|请问"
    r"|谢谢|问题|解决|方法|办法|方案|具体|详细|意思|原因|情况|报错|错误|出错|失败|程序|代码|文件|脚本|跑|不起来|这样|这个|这些|这种"
    r"|那个|那样|那些|已经|还是|依然|仍然|仍旧|依旧|一样|同样|没有|没用|没效果|效果|变化|不行|不管用|应该|可以|需要|现在|之后|以后|时候"
    r"|但是|如果|不过|而且|其他|别的|还有|不是|我们|你们|尝试|试|设置|修改|改|加|做|弄|用|办|我|你|它|这|那|的|了|吗|呢|啊|吧|呀|是|有|在"
    r"|上|下|里|也|都|还|再|就|才|会|能|要|过|到|把|被|给|跟|和|与|及|或|不|没|个|一|直|好|完|对|啥|咋|求|么|又|出现|说|按|照|看|行"
)
_LATIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: a first question asks for none of them."""
    return re.compile(pattern, re.IGNORECASE)


def _any(patterns: tuple[str, ...], said: str) -> bool:
    return any(_compiled(pattern).search(said) for pattern in patterns)


def folded(words: str) -> str:
    """A person's words, as the functions here expect them: bounded, one line, folded, typographic apostrophes made plain."""
    return " ".join(fold(words[: 4 * MAX_CHARS]).replace("’", "'").split())[:MAX_CHARS]


def content(said: str) -> list[str]:
    """What a text is about: its words that are not grammar or talk, and two characters at a time of Chinese, in order."""
    found = [word for token in _LATIN.findall(said) if (word := token.rstrip(".-").lower()) not in _STOP_EN and word]
    if said.isascii():
        return found
    found.extend(_compiled(rf"(?:(?![{HAN}])[^\W\d_a-zA-Z])+").findall(said))
    for run in _compiled(f"[{HAN}]+").findall(_compiled(_STOP_ZH).sub(" ", said)):
        found.extend(run[at : at + 2] for at in range(0, max(1, len(run) - 1), 2))
    return found


def says_failed(said: str) -> bool:
    """Whether somebody says that what was shown did not help, or asks for something else."""
    if _any(_FAILED_EN, said):
        return True
    asks = _compiled(_ASKS_EN).search(said) or _compiled(_YES_NO_EN).search(said)
    if not asks and _compiled(_STILL_EN).search(said):
        return True
    # "fp16 还是 bf16 好" is a choice, and a question word asks about something of its own.
    return not said.isascii() and not _compiled(_ASKS_ZH).search(said) and _any(_FAILED_ZH, said)


def says_whole_advice_was_tried(said: str) -> bool:
    """Whether the advice as such was tried (``done that``), not one step that may be one of several there."""
    return bool(_compiled(_WHOLE).search(said)) and not content(said)


def announces(said: str) -> bool:
    """Whether the paste behind these words is only more of what was asked before, not the next failure."""
    return (
        _compiled(_ANNOUNCES).search(said) is not None
        and not _compiled(_OTHER_ERROR).search(said)
        and len(content(said)) <= MOST_POINTING
    )


def relation_of(said: str, before: str, *, confident: bool) -> Relation:
    """How words without an error message stand to the question before.

    Args:
        said: the words, `folded`.
        before: the question before, `folded`.
        confident: whether that question was answered.
    """
    known = before.lower()
    words = content(said)
    own = [word for word in words if word not in known]
    leads = _compiled(_LEADS).search(said) is not None
    things = sum(_compiled(_THINGS).search(word) is not None for word in own)
    if len(own) > (MOST_LED if leads or 2 * things > len(own) else MOST_LEANING):
        return "new"  # it says by itself what it is about; what it points to stands in it
    asks = (_compiled(_ASKS_EN).search(said) or _compiled(_ASKS_ZH).search(said)) is not None
    problem = _compiled(_PROBLEM).search(said) is not None and not _compiled(_MINE_NOT).search(said)
    if own and (asks or problem) and _compiled(_SOLVED).search(said):
        return "new"
    if (leads or len(own) <= MOST_POINTING) and says_failed(said):
        return "failed"
    yes_no = (_compiled(_YES_NO_EN).search(said) or _compiled(_YES_NO_ZH).search(said)) is not None
    if _tried(said, own, asks=asks or yes_no, problem=problem):
        return "tried"
    if leads or _leans(said, own, asks=asks):
        return "more"
    shares = len(own) < len(words)
    # "does LoRA help?" leaves out with what, and "batch is too large?" is about the same; a how says all by itself.
    if asks:
        return "new" if 3 * len(own) > len(words) else "more"
    if problem and not yes_no:
        return "new" if len(own) > (MOST_ADDED if shares else 0) else "more"
    if yes_no:
        return "new" if len(own) > (MOST_ADDED if shares else MOST_LEFT_OUT) else "more"
    if 2 * things > len(own) or _compiled(_CIRCUMSTANCE).search(said):
        return "more"
    # A word refines an answer; several are keywords of another question, and after a question that was not answered
    # even one is another try at asking.
    return "more" if confident and len(own) <= (1 if said.isascii() else MOST_LEFT_OUT) else "new"


def _tried(said: str, own: list[str], *, asks: bool, problem: bool) -> bool:
    if not own and _compiled(_WHOLE).search(said):
        return True
    return (
        not asks
        and (not problem or not own or _points(said))
        and _any((*_TRIED_EN, *_TRIED_ZH), said)
        and not _compiled(_NOT_TRIED).search(said)
    )


def _leans(said: str, own: list[str], *, asks: bool) -> bool:
    """Whether the words are only a part of a sentence, or point to something that may have been said before."""
    if len(own) <= (MOST_ADDED if asks else MOST_LEANING) and _compiled(_PART).search(said):
        return True
    return len(own) <= MOST_POINTING and _points(said)


def _points(said: str) -> bool:
    """Whether there is a word like ``it``, ``that setting``, 那样."""
    return _any(_POINTS_EN, _compiled(_EXPLETIVE).sub("", said)) or (not said.isascii() and _any(_POINTS_ZH, said))

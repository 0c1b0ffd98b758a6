"""The version of Transformers where a person names no package: ``since 4.57``, ``升级到5.0之后``.

Only the person's own words are looked at, and only where they say which version is there now. What is wrongly taken
for a version hides the right entries, so all else is left alone: other packages and models in the sentence, plans,
questions, numbers that Transformers never had, sizes, times and rates.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNIT = (
    r"(?:[KMGT]i?B?|B|x|s|ms|h|bits?)(?![A-Za-z])|%|it/s|hours?|days?|weeks?|minutes?|mins?|sec|times|epochs?|steps?"
    r"|percent|points?|million|billion|个|倍|小时|分钟|秒|天|周|亿|万|左右|以上|以下|及以|或以|之前"
)
_VERSION = (
    r"(?P<version>(?:v\s?)?(?:4\.\d{1,2}|5\.\d{1,2}|3\.[0-5](?=\.\d))(?:\.\d{1,2})?(?:\.?(?:rc|dev|post)\d{1,2})?"
    rf"|(?:v\s?)?5(?=\.x(?![A-Za-z0-9_]))|v\s?5)(?:\.x)?(?![A-Za-z0-9_%°/*-]|\.\d|\s?(?:{_UNIT}))"
)
_DONE = r"(?:up|down)graded|updated|bumped|moved|switched|migrated|went|rolled back|reverted"
_DOING = r"(?:up|down)grading|updating|bumping|moving|switching|migrating|going|rolling back|reverting"
_STEP = r"upgrade|downgrade|update|bump|move|switch|migration"
_OLD = r"v?[\d.x]{1,9}"
_TO = rf"(?: back| it| them| everything| from {_OLD}){{0,2}} to (?:version )?{_VERSION}"
_FAILS = r"fails?|broken?|breaks|crash(?:es)?|dies|errors?|stopped working|does ?n[o']t work|not working"
_NOW = (
    r"since|now (?:on|with|using|in|running|at|it's)|i'?m (?:on|using)|i am (?:on|using)|we(?:'re| are) on"
    rf"|(?:{_FAILS})(?: now)? (?:with|in|on|under|since|after)"
)
# Behind it the sentence ends or goes on; a noun there would be what is counted (``fails in 4.25 cases``).
_ON = (
    r"(?=\s*(?:$|[^\sA-Za-z])|\s+(?:i|it|it's|i'm|my|we|our|the|this|that|a|all|and|but|so|or|then|now|on|with|when|while"
    r"|because|for|from|in|is|does|doesn't|every|everything|nothing|some|yesterday|today|last|how|why|what|still|also"
    r"|get|gets|gives|got|throws|raises|broke|breaks|fails?|failed|crash\w*|complains|works|worked|stopped|training"
    r"|trainer|loading|tokenizer|model|generate|pipeline|version)(?![\w-]))"
)
_ENGLISH = (
    rf"(?<!\w)(?:{_DONE}){_TO}{_ON}",
    rf"(?<!\w)(?:after|since|following|when|once|by|from|because of|with)(?: i| we)? (?:{_DOING}){_TO}{_ON}",
    rf"(?<!\w)(?:the|an?|our|my|last|recent) (?:{_STEP}) to (?:version )?{_VERSION}{_ON}",
    rf"(?<!\w)(?:{_NOW})(?: version)? {_VERSION}{_ON}",
    rf"(?<!\w)(?:my|our|the|installed|current) version(?: is|:)? {_VERSION}{_ON}",
)
# Bare 升 and 降 are said of many things; after a noun (显存降到…) they tell of that.
_RAISED = r"(?:升级|更新|降级|(?<![^\s，,、我刚经库本把])(?:升|降|换|切))(?:版本)?(?:到了?|至|成了?|为)?"
# It is done, not planned: something came of it.
_CAME = (
    r"(?:了|之?后|以后|就|然后|结果|，|,|报错|还是|也|反而|开始|直接|发现|出现|(?=[^\s吗么呢吧能会可要需怎有是，、\x00-\x7f]))"
    r"(?!吗|么|呢|能|会|可以|行)"
)
_MINE = (
    r"(?:我的?|现在的?|目前的?|当前的?|用的?是?|安装的?|装的?是?|库的?|包的?|(?<![\u4e00-\u9fffA-Za-z0-9]))版本号?"
)
_CHINESE = (
    rf"(?:从\s?{_OLD}\s?)?{_RAISED}\s{{0,2}}(?:版本)?{_VERSION}\s?(?:版本?)?\s?{_CAME}",
    rf"(?:自从|从){_VERSION}\s?(?:版本?)?\s?(?:开始|起|之后|以后|后)",
    rf"{_MINE}\s?(?:是|为|:|：|=)?\s?{_VERSION}(?!\s?(?:行|可以|吗|以上|以下|之前|及))",
)
_PLANS = (
    r"(?i:\b(?:not|never|haven'?t|hasn'?t|before|if|should|could|would|can|will|want|need|must|have) (?:\w+ ){0,2}"
    r"|n't (?:\w+ ){0,2})$"
    r"|(?:不|没|别|未|要|想|能|可以|应该|得|必须|如果|建议|怎么|如何|是否|还是|打算|准备|让我?|提示|之前|以前|原来)[^，,]{0,4}$"
)
_OTHERS = (
    r"(?i)(?<![a-z])(?:python|py3|cuda|cudnn|torch|pytorch|numpy|scipy|pandas|tokenizers|datasets|accelerate|peft|trl"
    r"|vllm|sglang|diffusers|deepspeed|tensorflow|keras|jax|onnx\w*|openvino|triton|xformers|bitsandbytes|bnb|unsloth"
    r"|gradio|streamlit|protobuf|huggingface[_-]hub|sentence[ _-]transformers|spacy|opencv|scikit\w*|sklearn|pillow"
    r"|safetensors|swift|ms-swift|modelscope|llama-?factory|llama\.cpp|ollama|langchain|nltk|optimum|auto-?gptq|timm"
    r"|auto-?awq|lightning|fsspec|httpx|node|npm|java|gcc|cmake|glibc|kernel|driver|rocm|nccl|cann|docker|comfyui"
    r"|webui|xgboost|lightgbm|paddle\w*|mindspore|django|flask|fastapi|pydantic|jinja2?|tqdm|setuptools|yolo\w*"
    r"|sentencepiece|ultralytics|blender|unity|spark)(?![a-z])|驱动|内核|显卡|系统版本"
)
_MODELS = (
    r"(?i)(?<![a-z])(?:llama|qwen|qwq|phi|gpt|glm|chatglm|gemma|gemini|claude|deepseek|mistral|mixtral|internvl|internlm|yi"
    r"|baichuan|ernie|minicpm|falcon|sdxl|stable|flux|whisper|bge|ministral|granite|olmo|smollm|hunyuan|kimi|grok|step|sd)"
)
_MODELS_OF_FIVE = r"(?i)(?<![a-z])(?:gpt|glm|claude|gemini|sd)"
_MEASURES = (
    r"(?i)(?<![a-z])(?:loss|lr|learning rate|temperature|accuracy|acc|f1|wer|bleu|ppl|perplexity|memory|vram|batch"
    r"|epoch|speed|norm|score|price)(?![a-z])|显存|内存|损失|学习率|温度|准确率|精度|困惑度|速度|分数"
)
_VERSION_VERB = r"(?i)grad|version|updat|升级|更新|降级|版本|v\s?[45]|\.x"
_NUMBER = re.compile(r"[345]\.|[vV]\s?5")
_SENTENCE = re.compile(r"[\n。！？!?]|\.\s")
_SUBJECT = (
    r"([A-Za-z][\w.+-]*)\s?(?:已经|也|都|刚|被|was|were|is|got|has been|just|recently"
    r"|automatically|库|包|版本|自动|\s)*$"
)
_NEUTRAL = frozenset({
    "i", "we", "they", "it", "and", "then", "after", "since", "when", "once", "admin", "env", "environment",
    "server", "cluster", "colab", "kaggle", "notebook", "library", "lib", "version", "transformers",
    "transformer", "tf", "hf", "huggingface", "image", "container", "code", "venv", "script", "everything",
    "who", "which", "because", "as", "i've", "we've", "have", "but", "so", "that", "just", "this", "started",
    "ever", "happens", "now", "error", "appeared", "only", "before", "later", "yesterday", "today", "recently",
    "trainer", "training",
})  # fmt: skip
MAX_CHARS = 3_000
REACH = 200
"""Characters before a version in which plans, models and subjects are looked for."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: most questions imply no version."""
    return re.compile(pattern)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (*_ENGLISH, *_CHINESE))


def implied_version(said: Iterable[str]) -> str | None:
    """The version of Transformers that a person has by their own words without naming the package, the last one said.

    Args:
        said: what the person wrote, in order.
    """
    found = None
    text = "\n".join(said)[:MAX_CHARS]
    for sentence in _SENTENCE.split(text) if _NUMBER.search(text) else ():
        if _NUMBER.search(sentence) and not _compiled(_OTHERS).search(sentence):
            found = _in_sentence(sentence) or found
    return found


def _in_sentence(sentence: str) -> str | None:
    last: tuple[int, str] | None = None
    measures = _compiled(_MEASURES).search(sentence)
    for pattern in _patterns():
        for match in pattern.finditer(sentence):
            before = sentence[max(0, match.start() - REACH) : match.start()]
            version = match["version"].lstrip("vV ")
            measured = measures and not _compiled(_VERSION_VERB).search(match[0])
            planned = _compiled(_PLANS).search(before[-30:])
            if measured or planned or not _fits(version, before) or _is_of_another(before, match[0]):
                continue
            if last is None or match.start("version") > last[0]:
                last = match.start("version"), version
    return last[1] if last else None


def _fits(version: str, before: str) -> bool:
    """Whether Transformers can have that version; what models have as well counts only where none is spoken of."""
    parts = version.split(".")
    unmistakable = parts[0] == "4" and len(parts) > 1 and 20 <= int(parts[1]) < 60
    possible = unmistakable or parts[0] != "4" or len(parts) == 1 or int(parts[1]) < 20
    others = _MODELS_OF_FIVE if parts[0] == "5" else _MODELS
    return possible and (unmistakable or not _compiled(others).search(before))


def _is_of_another(before: str, match: str) -> bool:
    """Whether another thing stands right before the verb: ``gradio 升级到``, ``the app got updated to``."""
    if not re.match(r"(?i)升|更新|降|换|切|从|版本|" + _DONE, match):
        return False
    found = _compiled(_SUBJECT).search(before[-60:])
    return found is not None and found[1].lower().strip("'") not in _NEUTRAL

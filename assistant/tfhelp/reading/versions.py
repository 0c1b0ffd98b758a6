"""Versions that a text names: ``pip list``, ``transformers env``, or in passing."""

from __future__ import annotations

import re
from functools import cache

from .bounds import pieces

_NAMES = (
    "sentence[-_ ]transformers", "transformers", "tokenizers", "torch", "torchvision", "torchaudio", "accelerate",
    "peft", "trl", "datasets", "safetensors", "huggingface[-_]hub", "bitsandbytes", "numpy", "flash[-_]attn",
    "deepspeed", "vllm", "diffusers", "tensorflow", "autoawq", "gptqmodel", "python",
)  # fmt: skip
_UNIT = r"(?:[KMGT]i?B|epochs?|hours?)(?![A-Za-z])|%|倍|小时"
_NUMBER = re.compile(r"(?<![\d.])(?<!/python)(?:\d{1,4}\.\d|(?<=[vV])\d(?!\w)|5\.x)")
_REACH = 120
"""Characters from the beginning of a name to its version at most."""

_DEMANDS = ("require", "requires", "needs", "depends on", "at least")


@cache
def _named() -> re.Pattern[str]:
    return re.compile(
        # Han letters may stand right before a name, as in 用transformers 4.46.
        rf"(?<![A-Za-z0-9_./-])({'|'.join(_NAMES)})(?:\[[\w,]*\])?(?:\.__version__)?[`'\"]?"
        r"(?:\s{0,40}(?:==|=|:|：|@|-|\||[(（](?:版本|version)?)?\s{0,12}|[\s_]{0,3}(?:version|版本)(?: \(GPU\?\))?"
        r"(?:\s?(?:is|号|:|：|=|是|为)){0,2}\s{0,3}|\s?的版本号?[是为:：]?\s{0,3}"
        r"|\s?(?:库|包|版本)?(?:已经|我)?(?:升级|降级|更新|升|降)(?:到了?|至)\s{0,3}"
        r"|到\s?(?=v?[\d.]{1,9}\s?(?:版本?)?(?:之?后|以后|了|就))"
        r"|\s(?:(?:was|were|is|got|been) )?(?:upgraded|updated|downgraded) to |\s(?:back )?to (?=v?\d)"
        r"|\s{0,2}(?:从|from)\s?v?[\d.]{1,12}\s?(?:升级到|升到|更新到|到|to)\s?)"
        r"v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?:(?:a|b|rc|\.?dev|\.post)\d+)?|(?<=v)\d|5(?=\.x(?![A-Za-z0-9_])))"
        rf"(?!\.?\d|[A-Za-z_]|\s?(?:{_UNIT}))",
        re.IGNORECASE,
    )


def versions_in(text: str) -> dict[str, str]:
    """Versions by distribution name; of several for one name the last one counts.

    What a message demands (``requires tokenizers==0.21, but found tokenizers==0.20.1``) is no version that somebody
    has. The name of a folder (``transformers-4.57.1.dist-info``) counts where nothing else names a version.
    """
    found: dict[str, str] = {}
    folders: dict[str, str] = {}
    for piece in pieces(text):
        if "-info" in piece:
            folders.update((_distribution(name), version) for name, version in _folder().findall(piece))
        found.update(_named_in(piece))
    return {**folders, **found}


def _named_in(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    text = _short_name().sub("transformers", _pytorch().sub("torch", text))
    for start, end in _near_numbers(text):
        for match in _named().finditer(text, start, end):
            if text[max(0, match.start() - 12) : match.start()].rstrip().endswith(_DEMANDS):
                continue
            if _is_plan(match[0], text[max(0, match.start() - 24) : match.start()]):
                continue
            found[_distribution(match[1])] = match[2]
    return found


def _is_plan(matched: str, before: str) -> bool:
    """Whether somebody only means to have it: ``should I upgrade torch to 2.6``, ``不想升级torch到2.6``."""
    if "到" in matched and _wish().search(before):
        return True
    return (
        bool(_to().search(matched))
        and "dated" not in matched
        and "graded" not in matched
        and not _done().search(before)
    )


def _distribution(name: str) -> str:
    return name.lower().replace("_", "-").replace(" ", "-")


def _near_numbers(text: str) -> list[tuple[int, int]]:
    """The parts of a text in which a version can be named; looking for names everywhere takes far longer."""
    parts: list[tuple[int, int]] = []
    for match in _NUMBER.finditer(text):
        start, end = max(0, match.start() - _REACH), match.end() + _REACH // 4
        if parts and start <= parts[-1][1]:
            start = parts.pop()[0]
        parts.append((start, end))
    return parts


@cache
def _to() -> re.Pattern[str]:
    return re.compile(r"(?i)^[\w\[\], -]{1,40}?\s(?:back )?to v?\d|^[\w\[\], -]{1,40}?(?<![升级降新])到\s?v?\d")


@cache
def _wish() -> re.Pattern[str]:
    return re.compile(r"(?:要|想|是否|如果|准备|打算|能|可以|怎么|如何|建议|应该)(?:把|将|升级|更新|降级)?\s?$")


@cache
def _done() -> re.Pattern[str]:
    verbs = "graded|upgrading|downgrading|updated|updating|bumped|moved|after|since"
    return re.compile(rf"(?i)(?:{verbs}) (?:to |the |my )?$|(?<![不想要没])(?:升级|更新|降级|升|降|把|将)(?:了)?\s?$")


@cache
def _pytorch() -> re.Pattern[str]:
    return re.compile(r"(?i)\bpytorch\b")


@cache
def _short_name() -> re.Pattern[str]:
    """Transformers by a shorter name, before numbers that TensorFlow and the papers' models never had."""
    return re.compile(
        r"(?i)(?<![\w./-])(?<!vision )(?<!swin )(?:tf|transformer)"
        r"(?=(?:\s|==|-|版本|版|:|：|是){0,3}v?(?:4\.[1-5]\d|[45]\.\d{1,2}\.\d))"
        r"|(?<![\w./-])tf(?=\s?(?:==)?v?[45]\.(?:\d|x)(?![A-Za-z0-9_]))"
    )


@cache
def _folder() -> re.Pattern[str]:
    return re.compile(rf"[/\\]({'|'.join(_NAMES)})-(\d{{1,4}}(?:\.\w{{1,12}}){{1,4}}?)\.(?:dist|egg)-info")

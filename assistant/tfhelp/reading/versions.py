"""Versions that a text names: ``pip list``, ``transformers env``, or in passing."""

from __future__ import annotations

import re
from functools import cache

_NAMES = (
    "transformers", "tokenizers", "torch", "torchvision", "torchaudio", "accelerate", "peft", "trl", "datasets",
    "safetensors", "huggingface[-_]hub", "bitsandbytes", "numpy", "sentence[-_]transformers", "flash[-_]attn",
    "deepspeed", "vllm", "diffusers", "tensorflow", "autoawq", "gptqmodel", "python",
)  # fmt: skip
_NAMED = re.compile(
    rf"(?<![\w./-])({'|'.join(_NAMES)})(?:\[[\w,]*\])?(?:\.__version__)?[`'\"]?"
    r"(?:\s{0,40}(?:==|=|:|@|-|\|)?\s{0,12}|[\s_]{0,3}(?:version|版本)(?: \(GPU\?\))?"
    r"(?:\s?(?:is|号|:|：|=|是|为)){0,2}\s{0,3}"
    r"|\s?(?:已经|我)?(?:升级|降级|更新|升|降)(?:到了?|至)\s{0,3}|\s(?:upgraded|updated|downgraded) to "
    r"|\s{0,2}(?:从|from)\s?v?[\d.]{1,12}\s?(?:升级到|升到|更新到|到|to)\s?)"
    r"v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?:(?:a|b|rc|\.?dev|\.post)\d+)?|(?<=v)\d)(?!\.?\d|[A-Za-z_])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.])(?<!/python)(?:\d{1,4}\.\d|(?<=[vV])\d(?!\w))")
_REACH = 120
"""Characters from the beginning of a name to its version at most."""

_ALIASES = {"pytorch": "torch"}
_DEMANDS = ("require", "requires", "needs", "depends on", "at least")


def versions_in(text: str) -> dict[str, str]:
    """Versions by distribution name; of several for one name the last one counts.

    What a message demands (``requires tokenizers==0.21, but found tokenizers==0.20.1``) is no version that somebody
    has. The name of a folder (``transformers-4.57.1.dist-info``) counts where
    nothing else names a version.
    """
    found: dict[str, str] = {}
    text = _pytorch().sub("torch", text)
    for start, end in _near_numbers(text):
        for match in _NAMED.finditer(text, start, end):
            if text[max(0, match.start() - 12) : match.start()].rstrip().endswith(_DEMANDS):
                continue
            name = match[1].lower().replace("_", "-")
            found[_ALIASES.get(name, name)] = match[2]
    if "-info" in text:
        folders = {name.lower().replace("_", "-"): version for name, version in _folder().findall(text)}
        return {**folders, **found}
    return found


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
def _pytorch() -> re.Pattern[str]:
    return re.compile(r"(?i)\bpytorch\b")


@cache
def _folder() -> re.Pattern[str]:
    return re.compile(rf"[/\\]({'|'.join(_NAMES)})-(\d{{1,4}}(?:\.\w{{1,12}}){{1,4}}?)\.(?:dist|egg)-info")

"""Versions that a text names: ``pip list``, ``transformers env``, or in passing."""

from __future__ import annotations

import re

_NAMES = (
    "transformers", "tokenizers", "torch", "torchvision", "torchaudio", "accelerate", "peft", "trl", "datasets",
    "safetensors", "huggingface[-_]hub", "bitsandbytes", "numpy", "sentence[-_]transformers", "flash[-_]attn",
    "deepspeed", "vllm", "diffusers", "tensorflow", "autoawq", "gptqmodel", "python",
)  # fmt: skip

_NAMED = re.compile(
    rf"(?<![\w./-])({'|'.join(_NAMES)})(?:\[[\w,]*\])?[`'\"]?"
    r"(?:\s{0,40}(?:==|=|:|@|-)?\s{0,4}|\s{1,3}(?:version|版本)(?: \(GPU\?\))?(?:\s?(?:is|号|:|：|=|是|为))?\s{0,3}"
    r"|(?:版本)(?:是|为|:|：)?\s{0,3})"
    r"v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?:(?:a|b|rc|\.?dev|\.post)\d+)?)(?![\w])",
    re.IGNORECASE,
)
_ALIASES = {"pytorch": "torch"}


def versions_in(text: str) -> dict[str, str]:
    """Versions by distribution name; of several for one name the last one counts."""
    found: dict[str, str] = {}
    for match in _NAMED.finditer(re.sub(r"(?i)\bpytorch\b", "torch", text)):
        name = match[1].lower().replace("_", "-")
        found[_ALIASES.get(name, name)] = match[2]
    return found

"""A small corpus, an encoder without a model, and an index made of both."""

import hashlib
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from tfhelp_corpus.corpus import Corpus
from tfhelp_index import build as builder
from tfhelp_index.manifest import EncoderStamp

ENTRY = """\
---
code: {code}
id: {id}
kind: {kind}
category: {category}
problems: [{id}]
exception: {exception}
title:
  en: {title_en}
  zh: {title_zh}
signatures:
  - pattern: "{pattern}"
    example: "{example}"
questions:
  en:
    - how do i get rid of {id}
    - "{id}: is it dangerous?"
    - {id} on my laptop
    - {id} since yesterday
  zh:
    - {id} 怎么办
    - {id} 是什么意思
    - {id} 可以忽略吗
    - 昨天开始出现 {id}
applies_to: {{transformers: ">=4.30"}}
references:
  - huggingface/transformers#{number}
  - "docs: transformers/main_classes/tokenizer"
verified:
  how: reproduced
  on: "transformers 5.23.0, CPU"
  date: 2026-11-{day}
  note: Raised with a tiny model.
---

## en

### What it means

{meaning_en}

### Why

Because of the thing that `{id}` names.

### Fix

```python
# not a heading
fix_{number}()
```

### If that did not help

Look again.

## zh

### 含义

{meaning_zh}

### 原因

因为 `{id}` 所指的东西。

### 解决办法

```python
# 不是标题
fix_{number}()
```

### 如果还不行

再看一遍。
"""

CUDA_OOM = {
    "code": "TF0001",
    "id": "cuda-out-of-memory",
    "kind": "guide",
    "category": "memory",
    "exception": "OutOfMemoryError",
    "title_en": "The GPU ran out of memory",
    "title_zh": "显存不足",
    "pattern": "CUDA out of memory. Tried to allocate {size}. GPU {n} has a total capacity",
    "example": "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 8 GiB",
    "number": 101,
    "day": "20",
    "meaning_en": "The model and its activations need more memory than the graphics card has left.",
    "meaning_zh": "模型和激活值需要的显存超过了显卡剩余的显存。",
}
NO_PAD_TOKEN = {
    "code": "TF0002",
    "id": "no-padding-token",
    "kind": "guide",
    "category": "tokenizer",
    "exception": "ValueError",
    "title_en": "The tokenizer has no padding token",
    "title_zh": "分词器没有填充标记",
    "pattern": "Asking to pad but the tokenizer does not have a padding token",
    "example": "ValueError: Asking to pad but the tokenizer does not have a padding token.",
    "number": 102,
    "day": "25",
    "meaning_en": "A batch needs `pad_token_id`, and gpt2 never had one.",
    "meaning_zh": "组成批次需要 pad_token_id，而 gpt2 从来没有。",
}
RENAMED = {
    "code": "TF0003",
    "id": "cache-method-removed",
    "kind": "issue",
    "category": "generation",
    "exception": "AttributeError",
    "title_en": "A cache method was removed",
    "title_zh": "缓存的方法被删除",
    "pattern": "'DynamicCache' object has no attribute '{name}'",
    "example": "AttributeError: 'DynamicCache' object has no attribute 'get_max_length'",
    "number": 103,
    "day": "22",
    "meaning_en": "Remote code calls a method that newer releases of the library no longer have.",
    "meaning_zh": "远程代码调用了新版本里已经不存在的方法。",
}
SPECS = (CUDA_OOM, NO_PAD_TOKEN, RENAMED)


class HashingEncoder:
    """Words and character trigrams, hashed into 64 dimensions: the same everywhere, and near for like texts."""

    id = "hashing-64"
    dim = 64

    def __init__(self):
        self.kinds: list[str] = []

    def encode(self, texts, kind):
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            self.kinds.append(kind)
            low = text.lower()
            features = re.findall(r"\w+", low) * 2 + [low[i : i + 3] for i in range(max(1, len(low) - 2))]
            for feature in features:
                digest = hashlib.blake2b(feature.encode(), digest_size=4).digest()
                rows[row, digest[0] % self.dim] += 1 if digest[1] & 1 else -1
            rows[row, 0] += 1e-3
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


STAMP = EncoderStamp("hashing-64", "f" * 64, 64)


@pytest.fixture
def encoder():
    return HashingEncoder()


@pytest.fixture
def stamp():
    return STAMP


@pytest.fixture
def entry_text():
    """The text of a sound entry; call it with values to change."""
    return lambda **changed: ENTRY.format(**{**NO_PAD_TOKEN, **changed})


def write_entries(root: Path, order=(0, 1, 2)) -> Path:
    """Write the three sound entries below a folder, in the order asked for."""
    for number in order:
        spec = SPECS[number]
        folder = root / {"guide": "guide", "issue": "issues"}[spec["kind"]]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{spec['id']}.md").write_text(ENTRY.format(**spec), encoding="utf-8")
    (root / "knowledge.toml").write_text('[newest]\ntransformers = "5.23.0"\n', encoding="utf-8")
    return root


@pytest.fixture
def write_corpus():
    return write_entries


@pytest.fixture
def corpus_folder(tmp_path):
    return write_entries(tmp_path / "corpus")


@pytest.fixture
def corpus(corpus_folder):
    return Corpus.load(corpus_folder)


@pytest.fixture(scope="session")
def built_bundle(tmp_path_factory):
    """The index of the three entries, built once; tests that change it take `bundle_folder`."""
    root = tmp_path_factory.mktemp("built")
    corpus = Corpus.load(write_entries(root / "corpus"))
    builder.build(corpus, root / "bundle", HashingEncoder(), STAMP, "small")
    return root / "bundle"


@pytest.fixture
def bundle_folder(tmp_path, corpus_folder, built_bundle):
    return Path(shutil.copytree(built_bundle, tmp_path / "bundle"))

"""An encoder that is loaded: texts in, unit vectors out, in batches of like length."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from tfhelp.models.protocol import Notice, Progress

from . import batches
from .devices import torch_dtype
from .jobs import JobFailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from .devices import Choice
    from .frugal import FrugalTransformer
    from .jobs import Job

    Floats = NDArray[np.float32]
    Tokens = NDArray[np.int32]

WINDOW = 4096
"""Texts that are split into tokens together; the next ones are split while a GPU computes these."""

CHARS_PER_TOKEN = 32
"""Texts are cut to this many characters a token before they are split."""

_PLAIN = {"input_ids", "attention_mask", "token_type_ids"}
_PROBES = ["  A Probe\tof TEXT, 测试 <s>  ", "b"]


class EncoderModel:
    """A model on one device.

    Args:
        model: the model, on the CPU, in fp32.
        choice: where it is to run, and in which numbers.
        free: bytes of memory there, None if unknown.
        batch_size: texts at a time; None to choose.
    """

    broken = False
    """Never: what fails here fails for one request, a pool's processes may be gone for all."""

    def __init__(self, model: FrugalTransformer, choice: Choice, free: int | None, batch_size: int | None) -> None:
        os.environ["TOKENIZERS_PARALLELISM"] = "true"  # this process does not fork, and a GPU waits for tokens
        self._model = model.to(choice.device, torch_dtype(choice.dtype)).eval()
        self.choice = choice
        self._allowed = batches.allowance(choice.device, free, _bytes_per_token(model, choice.dtype), batch_size)
        self._extra = self._features_beside_tokens()

    @property
    def batch_size(self) -> int:
        """Texts at a time, at most."""
        return self._allowed.texts

    def encode(self, texts: Sequence[str], prefix: str, max_tokens: int, job: Job) -> Floats:
        """Vectors of all texts, in order; each is computed once, whatever fails on the way.

        Args:
            texts: any strings.
            prefix: put before each.
            max_tokens: longer texts lose their tail.
            job: told how far it is, and asked whether to stop.

        Returns:
            Unit vectors, shape (n, dim), float32.

        Raises:
            JobFailed: ``out_of_memory`` for one text alone, or ``not_finite``.
            JobCancelled: nobody waits any more.
        """
        limit = self._limit(max_tokens)
        prepared = [prefix + text[: limit * CHARS_PER_TOKEN] for text in texts]
        rows: list[Floats] = []
        for window in self._windows(prepared, limit):
            rows += self._compute(window, len(rows), len(texts), job)
        found = np.stack(rows).astype(np.float32)
        return unit(found)

    def close(self) -> None:
        """Give its memory back."""
        self._model.to("meta")
        if self.choice.device.startswith("cuda"):
            torch.cuda.empty_cache()

    def _limit(self, max_tokens: int) -> int:
        own = self._model.max_seq_length
        limit = int(min(max_tokens, own)) if own else max_tokens
        if self._extra is None and own:
            self._model.max_seq_length = limit
        return limit

    def _windows(self, texts: list[str], limit: int) -> Iterator[list[Tokens] | list[str]]:
        """Windows of tokens, or of texts where the model splits them in a way of its own."""
        parts = [texts[start : start + WINDOW] for start in range(0, len(texts), WINDOW)]
        if self._extra is None:
            yield from parts
            return
        with ThreadPoolExecutor(1) as splitter:
            upcoming = splitter.submit(self._split, parts[0], limit)
            for following in [*parts[1:], None]:
                tokens = upcoming.result()
                if following is not None:
                    upcoming = splitter.submit(self._split, following, limit)
                yield tokens

    def _split(self, texts: list[str], limit: int) -> list[Tokens]:
        found = self._model.tokenizer(
            texts, truncation=True, max_length=limit, padding=False, return_attention_mask=False
        )
        return [np.array(ids, np.int32) for ids in found["input_ids"]]

    def _compute(self, window: list[Tokens] | list[str], before: int, total: int, job: Job) -> list[Floats]:
        def halved(count: int) -> None:
            if self.choice.device.startswith("cuda"):
                torch.cuda.empty_cache()
            job.send(Notice("out_of_memory_halved", {"device": self.choice.device, "batch": str(count)}))

        try:
            return batches.run(
                [len(item) for item in window],
                lambda ordinals: list(self._rows([window[ordinal] for ordinal in ordinals])),
                self._allowed,
                is_full=batches.is_memory_full,
                halved=halved,
                before=job.check,
                done=lambda count: job.send(Progress("encode", before + count, total)),
            )
        except batches.MemoryFull as full:
            raise JobFailed("out_of_memory", device=self.choice.device, tokens=full.tokens) from None

    def _rows(self, items: list[Any]) -> Floats:
        """Vectors of one batch; computed again in fp32 where fp16 was too narrow."""
        features = self._features(items)
        found = self._forward(features)
        if not np.isfinite(found).all() and self.choice.dtype != "fp32":
            self._model.float()
            found = self._forward(features)
        if not np.isfinite(found).all():
            raise JobFailed("not_finite", dtype=self.choice.dtype)
        return found

    def _forward(self, features: dict[str, Any]) -> Floats:
        with torch.inference_mode():
            moved = {
                name: value.to(self.choice.device, non_blocking=True) if isinstance(value, torch.Tensor) else value
                for name, value in features.items()
            }
            found: Floats = self._model(moved)["sentence_embedding"].float().cpu().numpy()
        return found

    def _features(self, items: list[Any]) -> dict[str, Any]:
        if self._extra is None:
            return preprocess(self._model, items)
        pad = self._model.tokenizer.pad_token_id or 0
        ids = np.full((len(items), max(len(item) for item in items)), pad, np.int64)
        mask = np.zeros_like(ids)
        left = self._model.tokenizer.padding_side == "left"
        for row, item in enumerate(items):
            place = slice(-len(item), None) if left else slice(0, len(item))
            ids[row, place], mask[row, place] = item, 1
        features = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
        if "token_type_ids" in self._extra:
            features["token_type_ids"] = torch.zeros_like(features["input_ids"])
        return {**self._extra, **features}

    def _features_beside_tokens(self) -> dict[str, Any] | None:
        """What the model wants to be told beside tokens; None where it prepares texts in a way of its own.

        Tokens are split here once for all, and much faster, if that gives what the model's own preparation gives.
        """
        with contextlib.suppress(Exception):  # whatever its tokenizer is, the model knows how to use it
            own = preprocess(self._model, _PROBES)
            tensors = {name: value for name, value in own.items() if isinstance(value, torch.Tensor)}
            if {"input_ids", "attention_mask"} <= tensors.keys() <= _PLAIN:
                self._extra = dict(own)
                limit = int(self._model.max_seq_length or 512)
                ours = self._features(self._split(_PROBES, limit))
                if all(torch.equal(ours[name].long(), value.long()) for name, value in tensors.items()):
                    return self._extra
        return None


def preprocess(model: FrugalTransformer, texts: list[str]) -> dict[str, Any]:
    """Features as the model itself makes them; the method has another name in sentence-transformers 5."""
    make = getattr(model, "preprocess", None) or model.tokenize
    found: dict[str, Any] = make(texts)
    return found


def unit(vectors: Floats) -> Floats:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Floats = vectors / np.maximum(lengths, 1e-12)
    return found


def _bytes_per_token(model: FrugalTransformer, dtype: str) -> int:
    """What one token takes on its way through a layer: its hidden states, and the wide ones between."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    hidden = getattr(config, "hidden_size", None) or 1024
    wide = getattr(config, "intermediate_size", None) or 4 * hidden
    return (8 * int(hidden) + 3 * int(wide)) * (4 if dtype == "fp32" else 2)

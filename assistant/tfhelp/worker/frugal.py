"""A SentenceTransformer that lives with little memory, also in the processes of its own pool."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
import time
from typing import Any

import torch
from sentence_transformers import SentenceTransformer

from .batches import is_memory_full

_PATIENCE = 600
"""Tenths of a second."""


class FrugalTransformer(SentenceTransformer):  # type: ignore[misc]  # torch is not there where types are checked
    """Computes a batch in halves when the device's memory is full.

    `start_multi_process_pool` hands it to processes that handle no such failure. They would also outlive a killed
    parent, waiting for work: each ends itself when the parent has gone.
    """

    def forward(self, input: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: A002 (the name it overrides)
        """Run the modules; raises the device's own error when one text alone does not fit."""
        out = self._attempt(input, kwargs)
        if out is not None:
            return out
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        count = next(len(value) for value in input.values() if isinstance(value, torch.Tensor))
        halves = (slice(0, count // 2), slice(count // 2, count))
        parts = [self.forward(_part(input, half, count), **kwargs)["sentence_embedding"] for half in halves]
        return {**input, "sentence_embedding": torch.cat(parts)}

    def _attempt(self, features: dict[str, Any], kwargs: dict[str, Any]) -> dict[str, Any] | None:
        """None if memory was full; the exception, which holds on to tensors, ends here."""
        try:
            found: dict[str, Any] = super().forward(dict(features), **kwargs)
            return found
        except (RuntimeError, MemoryError) as error:
            several = any(isinstance(value, torch.Tensor) and len(value) > 1 for value in features.values())
            if not (several and is_memory_full(error)):
                raise
        return None

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        threading.Thread(target=_follow_parent, name="parent", daemon=True).start()


def _follow_parent() -> None:
    """End this process when the one that spawned it has ended; do nothing in a process that nobody spawned.

    A spawned process reads what it is given, the model among it, before it knows its parent.
    """
    for _ in range(_PATIENCE):
        if parent := multiprocessing.parent_process():
            multiprocessing.connection.wait([parent.sentinel])
            os._exit(0)
        time.sleep(0.1)


def _part(features: dict[str, Any], half: slice, count: int) -> dict[str, Any]:
    return {
        name: value[half] if isinstance(value, torch.Tensor) and value.ndim and len(value) == count else value
        for name, value in features.items()
    }

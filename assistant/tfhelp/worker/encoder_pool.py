"""One encoder on several devices, by sentence-transformers' own pool of processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tfhelp.models.protocol import Progress

from .batches import MOST_TEXTS
from .devices import Choice, torch_dtype
from .encoder_model import CHARS_PER_TOKEN, unit
from .jobs import JobFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .frugal import FrugalTransformer
    from .jobs import Job

PART = 1024
"""Texts a device gets at a time; between two rounds it is asked whether to stop."""

BATCH = 256
"""Texts at a time; `FrugalTransformer` halves what does not fit."""


class EncoderPool:
    """A model in one process for each device.

    Args:
        model: the model, on the CPU, in fp32; every process gets a copy.
        choices: the devices; all compute in the narrowest numbers that all can.
        batch_size: texts at a time; None to choose.
    """

    def __init__(self, model: FrugalTransformer, choices: Sequence[Choice], batch_size: int | None) -> None:
        dtypes = {choice.dtype for choice in choices}
        dtype = dtypes.pop() if len(dtypes) == 1 else "fp32"
        self._devices = [choice.device for choice in choices]
        self._batch_size = min(batch_size or BATCH, MOST_TEXTS)
        self.choice = Choice("+".join(self._devices), dtype)
        self._model = model.to(torch_dtype(dtype)).eval()
        self._pool = model.start_multi_process_pool(self._devices)

    def encode(self, texts: Sequence[str], prefix: str, max_tokens: int, job: Job) -> NDArray[np.float32]:
        """Unit vectors of all texts, in order, shape (n, dim), float32; see `EncoderModel.encode`."""
        del max_tokens  # each process holds a copy of the model, with the limit that it was loaded with
        limit = int(self._model.max_seq_length or 512)
        prepared = [prefix + text[: limit * CHARS_PER_TOKEN] for text in texts]
        step = PART * len(self._devices)
        found = []
        for start in range(0, len(prepared), step):
            job.check()
            part = prepared[start : start + step]
            rows = self._model.encode(
                part,
                pool=self._pool,
                batch_size=self._batch_size,
                chunk_size=max(1, -(-len(part) // len(self._devices))),
            )
            found.append(np.asarray(rows, np.float32))
            job.send(Progress("encode", min(start + step, len(prepared)), len(prepared)))
        vectors = np.concatenate(found)
        if not np.isfinite(vectors).all():
            raise JobFailed("not_finite", dtype=self.choice.dtype)
        return unit(vectors)

    def close(self) -> None:
        """End the processes."""
        self._model.stop_multi_process_pool(self._pool)

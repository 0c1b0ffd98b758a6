"""One encoder on several devices, by sentence-transformers' own pool of processes."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING, Any

import numpy as np

from tfhelp.models.protocol import Progress

from .batches import MOST_TEXTS, is_memory_full
from .devices import Choice, torch_dtype
from .encoder_model import CHARS_PER_TOKEN, unit
from .jobs import JobCancelled, JobFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .frugal import FrugalTransformer
    from .jobs import Job

PART = 1024
"""Texts a device gets at a time; between two rounds it is asked whether to stop."""

BATCH = 256
"""Texts at a time; `FrugalTransformer` halves what does not fit."""

_LOOK_SECONDS = 0.5
"""How long the answers are waited for before somebody looks whether all processes are alive."""


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
        self._pool["output"] = _Answers(self._pool["output"], self._pool["processes"], self._devices)
        self.broken = False
        """Whether it is of no use any more; who holds it closes it and makes another."""

    def encode(self, texts: Sequence[str], prefix: str, max_tokens: int, job: Job) -> NDArray[np.float32]:
        """Unit vectors of all texts, in order, shape (n, dim), float32; see `EncoderModel.encode`.

        Raises:
            JobFailed: ``pool_died``, ``pool_failed``, ``out_of_memory`` or ``not_finite``; the pool is `broken` then.
            JobCancelled: nobody waits any more.
        """
        del max_tokens  # each process holds a copy of the model, with the limit that it was loaded with
        limit = int(self._model.max_seq_length or 512)
        prepared = [prefix + text[: limit * CHARS_PER_TOKEN] for text in texts]
        step = PART * len(self._devices)
        found = []
        for start in range(0, len(prepared), step):
            job.check()
            part = prepared[start : start + step]
            found.append(self._round(part))
            job.send(Progress("encode", min(start + step, len(prepared)), len(prepared)))
        vectors = np.concatenate(found)
        if not np.isfinite(vectors).all():
            raise JobFailed("not_finite", dtype=self.choice.dtype)
        return unit(vectors)

    def _round(self, texts: list[str]) -> NDArray[np.float32]:
        """Vectors of as many texts as the processes get at a time."""
        try:
            rows = self._model.encode(
                texts,
                pool=self._pool,
                batch_size=self._batch_size,
                chunk_size=max(1, -(-len(texts) // len(self._devices))),
            )
            return np.asarray(rows, np.float32)
        except (JobFailed, JobCancelled):
            self.broken = True
            raise
        except Exception as error:  # whatever one of the processes met, the library raises here
            self.broken = True
            if is_memory_full(error):
                raise JobFailed("out_of_memory", device=self.choice.device) from None
            why = next(iter(str(error).strip().splitlines()), "")
            raise JobFailed(
                "pool_failed", device=self.choice.device, why=f"{type(error).__name__}: {why}"[:300]
            ) from error

    def close(self) -> None:
        """End the processes."""
        self._model.stop_multi_process_pool(self._pool)


class _Answers:
    """The queue of a pool's answers, which ends the wait for one that cannot come.

    A process that was killed answers nothing, and in sentence-transformers 5 neither does one that met an error: it
    ends. The library of that time waits for its answer without an end.

    Args:
        answers: the pool's own queue.
        processes: of the pool.
        devices: on which they work, in the same order.
    """

    def __init__(self, answers: Any, processes: Sequence[Any], devices: Sequence[str]) -> None:
        self._answers, self._processes, self._devices = answers, processes, devices

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next answer, as `queue.Queue.get` gives it.

        Raises:
            queue.Empty: there was none in time.
            JobFailed: ``pool_died``.
        """
        while True:
            try:
                return self._answers.get(block, _LOOK_SECONDS if timeout is None else min(timeout, _LOOK_SECONDS))
            except queue.Empty:
                self._refuse_dead()
                if not block or timeout is not None:
                    raise

    def close(self) -> None:
        """Close the pool's own queue."""
        self._answers.close()

    def _refuse_dead(self) -> None:
        for process, device in zip(self._processes, self._devices, strict=True):
            if not process.is_alive():
                raise JobFailed("pool_died", device=device, exit=process.exitcode)

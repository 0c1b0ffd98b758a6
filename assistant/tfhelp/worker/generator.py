"""Writing a text with a local model: one is kept loaded, words go out as they come, a cancel is heard in between."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp.models.memory import READ_TOKENS, in_words
from tfhelp.models.protocol import Notice, Progress
from tfhelp.models.unusable import Unusable
from tfhelp.models.writer_facts import writer_facts

from . import devices, gguf, weights
from .answering import State, answer, forward
from .background import Background
from .batches import is_memory_full
from .jobs import JobFailed
from .placement import place
from .prefill import Pace, read_in_pieces
from .prompting import Prompter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfhelp.models.protocol import Generate
    from tfhelp.models.writer_facts import WriterFacts

    from .background import Task
    from .jobs import Job
    from .weights import Writer


@dataclass(slots=True)
class _Held:
    """The model that was asked last."""

    key: object
    writer: Writer
    pace: Pace


_background = Background()
_held: list[_Held] = []
"""At most one."""


def generate(request: Generate, job: Job) -> dict[str, float | str]:
    """Write an answer; `Piece` by `Piece`.

    Returns:
        Figures: ``tokens`` written, in ``steps`` of the model, ``prompt_tokens`` read, ``tokens_per_second`` after
        the first, ``first_token_seconds`` from the beginning of reading, ``load_seconds`` (0 if it was loaded),
        ``device``, ``dtype``, ``model``.

    Raises:
        JobFailed: the model cannot be used or does not fit into memory, or the prompt does not fit into the model.
        JobCancelled: nobody waits any more.
    """
    held, load_seconds = _ready(request, job)
    device, name = held.writer.choice.device, held.writer.name
    try:
        return {**_write(held, request, job), "load_seconds": round(load_seconds, 3)}
    except Exception as error:
        if not is_memory_full(error):
            raise
    del held  # only after the exception has gone, whose traceback holds what filled the memory
    release()
    raise JobFailed("memory_full", device=device, model=name)


def release() -> None:
    """Forget the model that is kept, and give its memory back."""
    _held.clear()
    gc.collect()
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _ready(request: Generate, job: Job) -> tuple[_Held, float]:
    """The model of a request, loaded, and how long that took."""
    path = Path(request.model)
    try:
        state = path.stat()
        key = (str(path.resolve()), state.st_mtime_ns, state.st_size, request.device, request.dtype)
        if _held and _held[0].key == key:
            return _held[0], 0.0
        facts = writer_facts(path)
    except Unusable as fault:
        raise JobFailed(fault.code, **fault.values) from None
    except OSError:
        raise JobFailed("no_model", model=request.model) from None
    began = time.perf_counter()
    work = _under_way if _background.runs(key) else _loading(facts, request, job, key)
    _held[:] = [_Held(key, _background.finish(job, key, work), Pace())]
    return _held[0], time.perf_counter() - began


def _loading(facts: WriterFacts, request: Generate, job: Job, key: object) -> Callable[[Task[Writer]], Writer]:
    """What loads a model, after room was made, memory was compared, and a GGUF file was converted."""
    release()
    _background.settle(job, key, gguf.key(facts))
    choice, too_small = place(facts, devices.describe(), request.device, request.dtype)
    if too_small:
        values = {"needed": in_words(too_small.needed), "free": in_words(too_small.free)}
        job.send(Notice("gpu_full", {"model": facts.name, "device": "GPU", **values}))
    folder = gguf.converted(facts, job, _background) if facts.kind == "gguf" else facts.path
    job.send(Notice("loading", {"model": facts.name, "device": choice.device, "dtype": choice.dtype}))
    return lambda _: weights.load(folder, facts, choice)


def _under_way(_: Task[Writer]) -> Writer:
    raise AssertionError("the work is under way already")


def _write(held: _Held, request: Generate, job: Job) -> dict[str, float | str]:
    import torch

    writer = held.writer
    prompter = Prompter(writer.tokenizer, writer.name)
    if not prompter.templated:
        job.send(Notice("no_template", {"model": writer.name}))
    room = min(writer.context, READ_TOKENS)
    most = max(1, min(request.max_tokens, room // 2))
    prompt = prompter.prompt(request.messages, room - most)
    if prompt.was_cut:
        job.send(Notice("context_cut", {"kept": str(len(prompt.ids)), "total": str(prompt.total)}))
    with torch.inference_mode():
        began = time.perf_counter()
        state = _read(held, prompt.ids, job)
        first = time.perf_counter()
        written, steps = answer(writer, prompt, request.phrases, most, state, job)
        seconds = time.perf_counter() - first
    return {
        "tokens": len(written),
        "steps": steps,
        "prompt_tokens": len(prompt.ids),
        "tokens_per_second": round((len(written) - 1) / seconds, 2) if len(written) > 1 else 0.0,
        "first_token_seconds": round(first - began, 3),
        "device": writer.choice.device,
        "dtype": writer.choice.dtype,
        "model": writer.name,
    }


def _read(held: _Held, ids: list[int], job: Job) -> State:
    """Read the prompt."""
    rows = held.writer.model.get_input_embeddings().weight.shape[0]
    if max(ids) >= rows:
        raise JobFailed("tokenizer_mismatch", model=held.writer.name, tokens=max(ids) + 1, rows=rows)

    def piece(start: int, end: int, state: State | None) -> State:
        return forward(held.writer, ids[start:end], state.cache if state else None)

    total = len(ids)
    return read_in_pieces(total, piece, job, lambda done: job.send(Progress("prefill", done, total)), held.pace)

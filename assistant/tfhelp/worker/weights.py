"""Loading a model that writes from a transformers folder: safetensors only, no code of its own, no network."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .batches import is_memory_full
from .devices import torch_dtype
from .jobs import JobFailed

if TYPE_CHECKING:
    from pathlib import Path

    from tfhelp.models.writer_facts import WriterFacts

    from .devices import Choice

DEFAULT_CONTEXT = 2048
"""Tokens, for models that do not say how many they can read."""

_ENDS = (
    "<|im_end|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|end|>",
    "<end_of_turn>",
    "<|endoftext|>",
    "<|end_of_text|>",
    "</s>",
)
"""Tokens by which models end a turn; configurations do not always name the one that their template uses."""


@dataclass(slots=True)
class Writer:
    """A model that is loaded."""

    model: Any
    tokenizer: Any
    name: str
    choice: Choice
    context: int
    """Tokens that it reads and writes."""
    ends: frozenset[int]
    """Tokens that end its answer."""
    keeps_logits: bool
    """Whether it can be told to compute the logits of the last token only."""
    cache_name: str
    """What it calls its cache, as an argument and in its output: ``cache`` since transformers 5.24."""


def load(folder: Path, facts: WriterFacts, choice: Choice) -> Writer:
    """Load a model.

    Args:
        folder: a transformers folder: that of the facts, or what a GGUF file was converted to.
        facts: what is known of the model.
        choice: where it is to run.

    Raises:
        JobFailed: transformers does not know it, its files do not fit together, or memory does not do.
    """
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        model = _model(folder, facts, choice)
    except (JobFailed, ImportError):
        raise
    except Exception as error:
        raise _failure(error, facts, choice) from error
    context = facts.context or DEFAULT_CONTEXT
    stated = getattr(tokenizer, "model_max_length", None)
    if isinstance(stated, int) and 0 < stated < context:
        context = stated
    accepted = inspect.signature(model.forward).parameters
    cache_name = "cache" if "cache" in accepted else "past_key_values"
    ends = _ends(model, tokenizer)
    return Writer(model, tokenizer, facts.name, choice, context, ends, "logits_to_keep" in accepted, cache_name)


def _model(folder: Path, facts: WriterFacts, choice: Choice) -> Any:
    from transformers import AutoModelForCausalLM

    placed = {} if choice.device == "cpu" else {"device_map": {"": choice.device}}
    model, report = AutoModelForCausalLM.from_pretrained(
        folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, output_loading_info=True,
        dtype=torch_dtype(choice.dtype), **placed,
    )  # fmt: skip
    if absent := sorted(report.get("missing_keys") or ()):  # transformers would make them up
        raise JobFailed("weights_missing", model=facts.name, file=absent[0])
    return model.eval()


def _ends(model: Any, tokenizer: Any) -> frozenset[int]:
    found: set[int] = set()
    for owner in (getattr(model, "generation_config", None), model.config, tokenizer):
        value = getattr(owner, "eos_token_id", None)
        found.update(value if isinstance(value, (list, tuple)) else [] if value is None else [value])
    known = tokenizer.get_vocab()
    found.update(known[name] for name in _ENDS if name in known)
    return frozenset(int(token) for token in found)


def _failure(error: Exception, facts: WriterFacts, choice: Choice) -> JobFailed:
    """What went wrong while a model was loaded, in our words where we have some."""
    import transformers

    text = " ".join(str(error).split())
    if is_memory_full(error):
        from tfhelp.models.memory import in_words, needed

        wanted = in_words(needed(facts, choice.dtype))
        return JobFailed("no_memory_after_all", model=facts.name, needed=wanted, device=choice.device)
    if type(error).__name__ == "SafetensorError":
        return JobFailed("weights_header", file=facts.path)
    if "Unrecognized" in text or "does not recognize this architecture" in text:
        version = transformers.__version__
        return JobFailed("unknown_architecture", version=version, architecture=facts.architecture, model=facts.name)
    return JobFailed("load_failed", model=facts.name, why=f"{type(error).__name__}: {text[:200]}")

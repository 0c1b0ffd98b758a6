"""Small models and tokenizers with random weights, made the same way under every release: for reproductions.

Nothing is downloaded; a model has two layers and a vocabulary of some hundred pieces.
"""

from __future__ import annotations

import tempfile
from typing import Any

import torch

SENTENCES = (
    "the model answers a question about the weather in a small town",
    "a tokenizer cuts text into pieces and gives each piece a number",
    "training goes on until the loss is low and the answer is short",
    "模型 回答 一个 关于 天气 的 问题",
)
SPECIAL = ("<unk>", "<s>", "</s>", "<pad>", "<mask>")


def tokenizer(*, pad: bool = True, eos: bool = True, **arguments: Any) -> Any:
    """A byte-level BPE tokenizer trained on a few sentences: a ``PreTrainedTokenizerFast``."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    backend = Tokenizer(models.BPE(unk_token="<unk>"))
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    backend.train_from_iterator(
        SENTENCES,
        trainers.BpeTrainer(
            vocab_size=400, special_tokens=list(SPECIAL), initial_alphabet=alphabet, show_progress=False
        ),
    )
    named = {"unk_token": "<unk>", "bos_token": "<s>"}
    named |= {"eos_token": "</s>"} if eos else {}
    named |= {"pad_token": "<pad>"} if pad else {}
    return PreTrainedTokenizerFast(tokenizer_object=backend, **{**named, **arguments})


def config(kind: str, **arguments: Any) -> Any:
    """The configuration of a small model of the given ``model_type``."""
    from transformers import AutoConfig

    decoder = {
        "vocab_size": 420, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 128,
        "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 3,
    }  # fmt: skip
    encoder = {
        "vocab_size": 420, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 4, "max_position_embeddings": 64, "pad_token_id": 3,
    }  # fmt: skip
    special = {
        "gpt2": {"vocab_size": 420, "n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 128,
                 "bos_token_id": 1, "eos_token_id": 2},
        "t5": {"vocab_size": 420, "d_model": 32, "d_ff": 64, "d_kv": 8, "num_layers": 2, "num_heads": 4,
               "decoder_start_token_id": 3, "pad_token_id": 3, "eos_token_id": 2},
        "vit": {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
                "image_size": 32, "patch_size": 8},
    }  # fmt: skip
    chosen = special.get(kind) or (encoder if kind in ("bert", "roberta", "electra", "xlm-roberta") else decoder)
    return AutoConfig.for_model(kind, **{**chosen, **arguments})


def model(kind: str = "llama", head: str = "AutoModelForCausalLM", **arguments: Any) -> Any:
    """A small model with random weights, always the same, in evaluation mode."""
    import transformers

    torch.manual_seed(0)
    attention = {name: arguments.pop(name) for name in ("attn_implementation",) if name in arguments}
    return getattr(transformers, head).from_config(config(kind, **arguments), **attention).eval()


def saved(*parts: Any, **arguments: Any) -> str:
    """Save models, tokenizers, processors into one new folder, as ``save_pretrained`` does; its path."""
    folder = tempfile.mkdtemp()
    for part in parts:
        part.save_pretrained(folder, **arguments)
    return folder


def training_arguments(**arguments: Any) -> Any:
    """``TrainingArguments`` for two steps on the CPU that report nowhere."""
    from transformers import TrainingArguments

    chosen = {"max_steps": 2, "per_device_train_batch_size": 2, "report_to": [], "use_cpu": True,
              "disable_tqdm": True, "save_strategy": "no"} | arguments  # fmt: skip
    return TrainingArguments(tempfile.mkdtemp(), **chosen)


def rows(number: int = 8, length: int = 6, **more: Any) -> list[dict[str, Any]]:
    """Examples for a language model: ``input_ids``, ``attention_mask`` and ``labels`` as lists of the same length."""
    ids = [[5 + (row * 7 + column) % 300 for column in range(length)] for row in range(number)]
    return [{"input_ids": line, "attention_mask": [1] * length, "labels": list(line), **more} for line in ids]

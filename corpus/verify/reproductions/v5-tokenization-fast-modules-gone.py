"""The files named ..._fast are missing; the classes are at the top of the package."""

import importlib.util

import transformers

SILENT = True


def breaks():
    for module in ("qwen2.tokenization_qwen2_fast", "llama.tokenization_llama_fast", "bert.tokenization_bert_fast"):
        assert importlib.util.find_spec(f"transformers.models.{module}") is None


def fixed():
    for name in ("Qwen2TokenizerFast", "LlamaTokenizerFast", "BertTokenizerFast"):
        assert issubclass(getattr(transformers, name), transformers.PreTrainedTokenizerFast)

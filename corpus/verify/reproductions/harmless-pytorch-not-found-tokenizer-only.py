"""Without torch the import says so, and a tokenizer still works."""

import importlib.util

BARE = True


def _words():
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    backend = Tokenizer(models.WordLevel({"hello": 0, "<unk>": 1}, unk_token="<unk>"))
    backend.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="<unk>")("hello you")["input_ids"]


def breaks():
    true_search = importlib.util.find_spec
    importlib.util.find_spec = lambda name, *more: None if name == "torch" else true_search(name, *more)
    assert _words() == [0, 1]


def fixed():
    import transformers

    assert transformers.is_torch_available() and _words() == [0, 1]

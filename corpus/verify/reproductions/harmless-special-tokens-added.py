"""A tokenizer with added tokens is loaded."""

import tiny
import transformers
from transformers import AutoTokenizer


def _folder():
    tokenizer = tiny.tokenizer()
    tokenizer.add_tokens(["<one>", "<two>"])
    return tiny.saved(tokenizer)


def breaks():
    AutoTokenizer.from_pretrained(_folder())


def fixed():
    transformers.logging.set_verbosity_error()
    tokenizer = AutoTokenizer.from_pretrained(_folder())
    assert len(tokenizer) <= tiny.model().get_input_embeddings().num_embeddings

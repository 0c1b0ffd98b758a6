"""Only tokenizers of the Rust library remember which word a token came from."""

import tiny
from transformers import ByT5Tokenizer


def breaks():
    ByT5Tokenizer()(["two", "words"], is_split_into_words=True).word_ids()


def fixed():
    tokenizer = tiny.tokenizer()
    assert tokenizer.is_fast
    assert set(tokenizer(["two", "words"], is_split_into_words=True).word_ids()) == {0, 1}

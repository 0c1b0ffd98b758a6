"""An added token is found inside other words, too."""

import tiny
from transformers import AddedToken

SILENT = True


def breaks():
    tokenizer = tiny.tokenizer()
    before = tokenizer.tokenize("concatenate")
    tokenizer.add_tokens(["cat"])
    assert tokenizer.tokenize("concatenate") != before


def fixed():
    tokenizer = tiny.tokenizer()
    before = tokenizer.tokenize("concatenate")
    tokenizer.add_tokens([AddedToken("cat", single_word=True)])
    assert tokenizer.tokenize("concatenate") == before
    assert "cat" in tokenizer.tokenize("a cat")

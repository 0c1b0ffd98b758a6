"""Only tokens with the flag are removed, whatever they look like."""

import tiny
from transformers import AddedToken

SILENT = True


def _text(tokenizer, **arguments):
    return tokenizer.decode(tokenizer("<tag>hello</s>")["input_ids"], **arguments)


def breaks():
    tokenizer = tiny.tokenizer()
    tokenizer.add_tokens(["<tag>"])
    assert _text(tokenizer, skip_special_tokens=True) == "<tag>hello"


def fixed():
    tokenizer = tiny.tokenizer()
    tokenizer.add_tokens(["<tag>"])
    number = tokenizer.convert_tokens_to_ids("<tag>")
    tokenizer.add_tokens([AddedToken("<tag>", special=True)], special_tokens=True)
    assert tokenizer.convert_tokens_to_ids("<tag>") == number
    assert _text(tokenizer, skip_special_tokens=True) == "hello"

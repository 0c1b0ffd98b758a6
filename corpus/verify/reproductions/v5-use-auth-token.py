"""4.x warns and translates the argument, models of 5.x refuse it; token= is the name."""

import tiny
from transformers import AutoModelForCausalLM, AutoTokenizer


def breaks():
    AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model()), use_auth_token="secret-word")


def fixed():
    folder = tiny.saved(tiny.model(), tiny.tokenizer())
    assert AutoModelForCausalLM.from_pretrained(folder, token="secret-word").config.vocab_size == 420
    tokenizer = AutoTokenizer.from_pretrained(folder, token="secret-word")
    assert "secret-word" not in tokenizer.get_vocab() and "secret-word" not in tokenizer.all_special_tokens

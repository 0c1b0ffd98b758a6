"""The fast tokenizers of v5 have no prepare_for_model."""

import tiny


def breaks():
    tokenizer = tiny.tokenizer()
    ids = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in ("a question", "the answer")]
    tokenizer.prepare_for_model(*ids, truncation="only_second", max_length=16)


def fixed():
    tokenizer = tiny.tokenizer()
    encoded = tokenizer("a question", "the answer", truncation="only_second", max_length=16)
    assert len(encoded["input_ids"]) <= 16

"""Llama has no ``token_type_ids``, but a tokenizer can return them."""

import tiny


def _inputs():
    tokenizer = tiny.tokenizer(model_input_names=["input_ids", "token_type_ids", "attention_mask"])
    return tokenizer("the model answers", return_tensors="pt")


def breaks():
    tiny.model().generate(**_inputs(), max_new_tokens=3)


def fixed():
    inputs = _inputs()
    inputs.pop("token_type_ids")
    assert tiny.model().generate(**inputs, max_new_tokens=3).shape[1] > inputs["input_ids"].shape[1]

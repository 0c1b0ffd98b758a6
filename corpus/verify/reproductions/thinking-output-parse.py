"""The tags around the thoughts are ordinary added tokens: decoding does not skip them."""

import tiny

SILENT = True


def _decoded():
    tokenizer = tiny.tokenizer()
    tokenizer.add_tokens(["<think>", "</think>"])
    ids = tokenizer.encode("<think>a</think>b</s>", add_special_tokens=False)
    return tokenizer.decode(ids, skip_special_tokens=True)


def breaks():
    assert "</think>" in _decoded()
    assert "</s>" not in _decoded()


def fixed():
    assert _decoded().split("</think>")[-1].strip() == "b"

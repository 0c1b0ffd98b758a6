"""The first new token is the end: nothing is left after decoding; min_new_tokens shows what would have come."""

import tiny

SILENT = True
END = 2


def answer(**arguments):
    tokenizer = tiny.tokenizer()
    enc = tokenizer("the weather in a small town", return_tensors="pt", return_token_type_ids=False)
    ids = enc["input_ids"]
    out = tiny.model().generate(
        **enc,
        do_sample=False,
        max_new_tokens=6,
        sequence_bias={(END,): 1000.0},
        eos_token_id=END,
        pad_token_id=3,
        **arguments,
    )
    new = out[0, ids.shape[1] :]
    return new.tolist(), tokenizer.decode(new, skip_special_tokens=True)


def breaks():
    assert answer() == ([END], "")


def fixed():
    ids, text = answer(min_new_tokens=5)
    assert len(ids) >= 5
    assert text

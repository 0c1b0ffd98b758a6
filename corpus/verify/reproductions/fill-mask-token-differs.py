"""The text has BERT's sign for a gap, the tokenizer another one."""

import tiny
from transformers import pipeline


def fill():
    model = tiny.model("bert", "AutoModelForMaskedLM")
    return pipeline("fill-mask", model=model, tokenizer=tiny.tokenizer(mask_token="<mask>"))


def breaks():
    fill()("the answer is [MASK]")


def fixed():
    pipe = fill()
    assert len(pipe(f"the answer is {pipe.tokenizer.mask_token}", top_k=3)) == 3

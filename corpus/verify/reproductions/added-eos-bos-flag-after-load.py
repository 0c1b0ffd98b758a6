"""The generic fast class of 4.x takes add_eos_token and ignores it."""

import tiny
from tokenizers.processors import TemplateProcessing

SILENT = True


def breaks():
    tokenizer = tiny.tokenizer(add_eos_token=True)
    assert tokenizer("a text")["input_ids"][-1] != tokenizer.eos_token_id


def fixed():
    tokenizer = tiny.tokenizer()
    bos, eos = tokenizer.bos_token, tokenizer.eos_token
    tokenizer._tokenizer.post_processor = TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {bos} $B {eos}",
        special_tokens=[(bos, tokenizer.bos_token_id), (eos, tokenizer.eos_token_id)],
    )
    ids = tokenizer("a text")["input_ids"]
    assert (ids[0], ids[-1]) == (tokenizer.bos_token_id, tokenizer.eos_token_id)

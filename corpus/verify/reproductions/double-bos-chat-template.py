"""The template writes the begin token, and tokenizing its text adds another one."""

import tiny
from tokenizers.processors import TemplateProcessing

SILENT = True
CHAT = [{"role": "user", "content": "a question"}]


def _tokenizer():
    tokenizer = tiny.tokenizer()
    tokenizer._tokenizer.post_processor = TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", tokenizer.bos_token_id)]
    )
    tokenizer.chat_template = "{{ bos_token }}{% for m in messages %}{{ m['content'] }}{% endfor %}"
    return tokenizer


def breaks():
    tokenizer = _tokenizer()
    ids = tokenizer(tokenizer.apply_chat_template(CHAT, tokenize=False))["input_ids"]
    assert ids[:2] == [tokenizer.bos_token_id] * 2


def fixed():
    tokenizer = _tokenizer()
    text = tokenizer.apply_chat_template(CHAT, tokenize=False)
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    assert ids.count(tokenizer.bos_token_id) == 1
    once = tokenizer.apply_chat_template(CHAT, tokenize=True, return_dict=True)
    assert list(once["input_ids"]) == ids

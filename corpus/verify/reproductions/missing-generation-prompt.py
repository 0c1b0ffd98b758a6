"""The prompt ends after the user's turn: nothing says that the assistant speaks now."""

import tiny

SILENT = True
CHAT = [{"role": "user", "content": "a question"}]


def _tokenizer():
    tokenizer = tiny.tokenizer()
    tokenizer.chat_template = (
        "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{{ eos_token }}{% endfor %}"
        "{% if add_generation_prompt %}<|assistant|>{% endif %}"
    )
    return tokenizer


def breaks():
    assert _tokenizer().apply_chat_template(CHAT, tokenize=False).endswith("</s>")


def fixed():
    text = _tokenizer().apply_chat_template(CHAT, tokenize=False, add_generation_prompt=True)
    assert text.endswith("<|assistant|>")

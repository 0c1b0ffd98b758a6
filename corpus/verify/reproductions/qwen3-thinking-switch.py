"""``enable_thinking`` is an argument of the template: a misspelt one is ignored without a word."""

import tiny

SILENT = True
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>"
    "{% if enable_thinking is defined and enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)


def _prompt(**switches):
    tokenizer = tiny.tokenizer(chat_template=TEMPLATE)
    messages = [{"role": "user", "content": "hello"}]
    return tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True, **switches)


def breaks():
    assert _prompt(enable_think=False).endswith("<|assistant|>")


def fixed():
    assert _prompt(enable_thinking=False).endswith("<think>\n\n</think>\n\n")

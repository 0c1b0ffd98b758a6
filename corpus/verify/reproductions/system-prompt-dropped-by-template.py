"""A template without a branch for the role leaves the message out."""

import tiny

SILENT = True
SYSTEM, QUESTION = "Answer in one sentence.", "a question"


def _text(*messages):
    tokenizer = tiny.tokenizer()
    tokenizer.chat_template = (
        "{% for m in messages %}{% if m['role'] == 'user' %}[user]{{ m['content'] }}"
        "{% elif m['role'] == 'assistant' %}[assistant]{{ m['content'] }}{% endif %}{% endfor %}"
    )
    return tokenizer.apply_chat_template(list(messages), tokenize=False)


def breaks():
    text = _text({"role": "system", "content": SYSTEM}, {"role": "user", "content": QUESTION})
    assert SYSTEM not in text


def fixed():
    assert SYSTEM in _text({"role": "user", "content": SYSTEM + "\n\n" + QUESTION})

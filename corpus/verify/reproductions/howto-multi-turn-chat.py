"""The model keeps nothing: the second prompt holds the first turn only if it is passed again."""

import tiny

SILENT = True
TEMPLATE = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}<|assistant|>"
FIRST = [{"role": "user", "content": "my name is Li"}, {"role": "assistant", "content": "hello"}]
SECOND = [{"role": "user", "content": "what is my name"}]


def _prompts(*calls):
    tokenizer = tiny.tokenizer(chat_template=TEMPLATE)
    return [tokenizer.apply_chat_template(messages, tokenize=False) for messages in calls]


def breaks():
    assert "Li" not in _prompts(FIRST[:1], SECOND)[-1]


def fixed():
    assert "Li" in _prompts(FIRST[:1], FIRST + SECOND)[-1]

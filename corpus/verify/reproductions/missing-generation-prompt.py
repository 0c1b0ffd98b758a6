"""Without ``add_generation_prompt`` the prompt ends in the user's turn, and the model goes on with that."""

import tiny

SILENT = True
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
MESSAGES = [{"role": "user", "content": "hello"}]


def breaks():
    tokenizer = tiny.tokenizer(chat_template=TEMPLATE)
    assert tokenizer.apply_chat_template(MESSAGES, tokenize=False).endswith("hello</s>")


def fixed():
    tokenizer = tiny.tokenizer(chat_template=TEMPLATE)
    prompt = tokenizer.apply_chat_template(MESSAGES, tokenize=False, add_generation_prompt=True)
    assert prompt.endswith("<|assistant|>")

"""A string goes to the model as it is; only a list of messages gets the chat template."""

import tiny
from transformers import pipeline

SILENT = True
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def _prompt(question):
    tokenizer = tiny.tokenizer(chat_template=TEMPLATE)
    pipe = pipeline("text-generation", model=tiny.model(), tokenizer=tokenizer, device="cpu")
    seen = []
    pipe.model.generate = lambda **inputs: seen.append(inputs["input_ids"]) or inputs["input_ids"]
    pipe(question, max_new_tokens=3)
    return tokenizer.decode(seen[0][0])


def breaks():
    assert "<|assistant|>" not in _prompt("hello")


def fixed():
    assert _prompt([{"role": "user", "content": "hello"}]).endswith("<|user|>hello<|assistant|>")

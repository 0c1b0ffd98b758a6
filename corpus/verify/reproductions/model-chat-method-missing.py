"""``model.chat`` was a method of some old repositories; a class of the library has none."""

import tiny

TEMPLATE = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}<|assistant|>"


def breaks():
    tiny.model("qwen2").chat(tiny.tokenizer(), "hello", history=None)


def fixed():
    tokenizer = tiny.tokenizer(chat_template=TEMPLATE)
    messages = [{"role": "user", "content": "hello"}]
    inputs = tokenizer.apply_chat_template(
        messages, add_generation_prompt=True, return_dict=True, return_tensors="pt"
    )
    ids = tiny.model("qwen2").generate(inputs["input_ids"], max_new_tokens=3, min_new_tokens=3)
    assert ids.shape[1] == inputs["input_ids"].shape[1] + 3

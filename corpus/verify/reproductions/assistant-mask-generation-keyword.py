"""Only marks in the chat template tell which tokens are the assistant's."""

import tiny

RELEASES = ">=4.43"
PLAIN = "{% for m in messages %}{{ m['content'] }}{{ eos_token }}{% endfor %}"
MARKED = (
    "{% for m in messages %}{% if m['role'] == 'assistant' %}"
    "{% generation %}{{ m['content'] }}{{ eos_token }}{% endgeneration %}"
    "{% else %}{{ m['content'] }}{{ eos_token }}{% endif %}{% endfor %}"
)


def _encoded(template):
    tokenizer = tiny.tokenizer()
    tokenizer.chat_template = template
    chat = [{"role": "user", "content": "a question"}, {"role": "assistant", "content": "the answer"}]
    out = tokenizer.apply_chat_template(chat, tokenize=True, return_dict=True, return_assistant_tokens_mask=True)
    return tokenizer, out


def breaks():
    _, out = _encoded(PLAIN)
    assert not any(out["assistant_masks"])


def fixed():
    tokenizer, out = _encoded(MARKED)
    ids = [token for token, mine in zip(out["input_ids"], out["assistant_masks"], strict=True) if mine]
    assert tokenizer.decode(ids) == "the answer</s>"

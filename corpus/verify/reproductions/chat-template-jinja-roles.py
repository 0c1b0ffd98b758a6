"""A template checks the order of the roles and refuses a system message."""

import tiny
from jinja2 import TemplateError

SILENT = True
CHAT = [
    {"role": "system", "content": "Be short."},
    {"role": "user", "content": "one"},
    {"role": "user", "content": "two"},
]


def _text(messages):
    tokenizer = tiny.tokenizer()
    tokenizer.chat_template = (
        "{% for m in messages %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}"
        "{{ raise_exception('wrong order') }}{% endif %}[{{ m['role'] }}]{{ m['content'] }}{% endfor %}"
    )
    return tokenizer.apply_chat_template(messages, tokenize=False)


def _alternating(messages):
    system = "\n".join(m["content"] for m in messages if m["role"] == "system")
    out = []
    for m in messages:
        if m["role"] == "system" or (not out and m["role"] == "assistant"):
            continue
        if out and out[-1]["role"] == m["role"]:
            out[-1]["content"] += "\n\n" + m["content"]
        else:
            out.append(dict(m))
    if system and out:
        out[0]["content"] = system + "\n\n" + out[0]["content"]
    return out


def breaks():
    refused = ""
    try:
        _text(CHAT)
    except TemplateError as error:
        refused = str(error)
    assert refused == "wrong order"


def fixed():
    assert _text(_alternating(CHAT)) == "[user]Be short.\n\none\n\ntwo"

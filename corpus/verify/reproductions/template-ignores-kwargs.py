"""Arguments that a template does not use, or does not know by that spelling, vanish."""

import tiny

SILENT = True
CHAT = [{"role": "user", "content": "a question"}]
DEAF = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
HEARING = DEAF + "{% if enable_thinking is defined and not enable_thinking %}<think></think>{% endif %}"


def _text(template, **arguments):
    tokenizer = tiny.tokenizer()
    tokenizer.chat_template = template
    return tokenizer.apply_chat_template(CHAT, tokenize=False, **arguments)


def breaks():
    assert _text(DEAF, enable_thinking=False) == _text(DEAF)
    assert _text(HEARING, enable_thinkng=False) == _text(HEARING)


def fixed():
    assert _text(HEARING, enable_thinking=False) != _text(HEARING)

"""An old jinja2 is refused when a chat template is applied."""

import jinja2
import tiny

TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


def _prompt():
    tokenizer = tiny.tokenizer()
    tokenizer.chat_template = TEMPLATE
    return tokenizer.apply_chat_template([{"role": "user", "content": "hello"}], tokenize=False)


def breaks():
    jinja2.__version__ = "2.11.3"
    _prompt()


def fixed():
    assert _prompt() == "hello"

import pytest

from tfhelp.redact import redact


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("token=hf_AbCdEfGhIjKlMnOpQrStUvWx", "AbCdEfGh"),
        ("login('hf_AbCdEfGhIjKlMnOpQrStUvWx')", "AbCdEfGh"),
        ("OPENAI sk-abcdefghijklmnop", "abcdefgh"),
        ("https://me:pa55word@proxy.corp:8080/x", "pa55word"),
        ("HTTPS_PROXY=http://me:pa55word@10.0.0.1:3128", "pa55word"),
        ("Authorization: Bearer abcdef123456", "abcdef123456"),
        ("password: hunter2hunter2", "hunter2"),
        ("/home/alice/train.py", "alice"),
        ("/Users/alice/train.py", "alice"),
        (r"C:\Users\alice\train.py", "alice"),
        (r"'C:\\Users\\alice\\train.py'", "alice"),
    ],
)
def test_secrets_are_taken_out(text, secret):
    assert secret not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Asking to pad but the tokenizer does not have a padding token",
        "token generation",
        "tokenizer.pad_token = tokenizer.eos_token",
        "https://huggingface.co/docs/transformers",
        "pip install git+https://github.com/huggingface/transformers@v5.0.0",
        "[batch, seq]",
    ],
)
def test_what_is_no_secret_stays(text):
    assert redact(text) == text


def test_the_rest_of_a_path_stays_recognizable():
    assert redact("/home/alice/ai/train.py") == "/home/~/ai/train.py"

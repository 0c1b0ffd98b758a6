"""A tokenizer that was used before a fork is used again in the child."""

import os

import tiny


def _tokenize_around_a_fork():
    tokenizer = tiny.tokenizer()
    tokenizer(["a short text"] * 100)
    child = os.fork()
    if child == 0:
        tokenizer(["a short text"] * 100)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def breaks():
    os.environ.pop("TOKENIZERS_PARALLELISM", None)
    _tokenize_around_a_fork()


def fixed():
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    assert _tokenize_around_a_fork() == 0

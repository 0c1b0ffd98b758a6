"""Telling the options of ``tfhelp ask`` from the words of the question, which may begin with a dash."""

from __future__ import annotations

FLAGS = frozenset({"--json", "--plain", "--why", "--copy", "--no-pager", "--summarize", "--debug", "-h", "--help"})
VALUED = frozenset({"-f", "--file", "-n", "--lang", "--env", "--not", "--batch", "--index", "--model"})


def split_words(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Split into options (with their values) and words, each in order.

    ``tfhelp ask --fp16 overflows`` asks about ``--fp16``: what is no option of ours is a word. After ``--``
    everything is one.
    """
    options: list[str] = []
    words: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, _, value = argument.partition("=")
        if argument == "--":
            words.extend(rest)
        elif argument in FLAGS or (name.startswith("--") and name in VALUED and value):
            options.append(argument)
        elif argument in VALUED:
            options.append(argument)
            options.extend(value for value in [next(rest, None)] if value is not None)
        else:
            words.append(argument)
    return options, words

"""Two kinds of mixed precision at once are refused when the arguments are built."""

import tiny


def breaks():
    tiny.training_arguments(fp16=True, bf16=True)


def fixed():
    arguments = tiny.training_arguments(bf16=True)
    assert arguments.bf16 and not arguments.fp16

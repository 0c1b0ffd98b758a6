"""The optimizer is chosen by a name from a fixed list."""

import tiny


def breaks():
    tiny.training_arguments(optim="adam")


def fixed():
    assert tiny.training_arguments(optim="adamw_torch").optim == "adamw_torch"

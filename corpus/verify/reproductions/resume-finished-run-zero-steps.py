"""A run that had done all its epochs is resumed with the same number of epochs and does nothing."""

from pathlib import Path

import tiny
from transformers import Trainer

SILENT = True


def resumed(epochs):
    """The first run does one epoch of four steps; resume it with the given total."""
    one = {"max_steps": -1, "num_train_epochs": 1}
    first = tiny.training_arguments(**one, save_strategy="epoch")
    Trainer(tiny.model(), first, train_dataset=tiny.rows(8)).train()
    folder = Path(first.output_dir, "checkpoint-4")
    for state in folder.glob("rng_state*"):
        state.unlink()  # old releases cannot read it with a new torch: a problem of its own
    arguments = tiny.training_arguments(**one | {"num_train_epochs": epochs})
    return Trainer(tiny.model(), arguments, train_dataset=tiny.rows(8)).train(resume_from_checkpoint=str(folder))


def breaks():
    result = resumed(1)
    assert result.global_step == 4 and result.training_loss == 0.0


def fixed():
    result = resumed(2)
    assert result.global_step == 8 and result.training_loss > 0

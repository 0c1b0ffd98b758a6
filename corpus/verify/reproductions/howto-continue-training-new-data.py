"""Resuming with other data skips as many of its batches as the old run had done."""

from pathlib import Path

import tiny
from transformers import AutoModelForCausalLM, Trainer, TrainerCallback

SILENT = True


class Counter(TrainerCallback):
    """Counts the steps that are really done."""

    def __init__(self):
        self.steps = 0

    def on_step_end(self, *_, **__):
        self.steps += 1


def checkpoint():
    arguments = tiny.training_arguments(max_steps=4, save_strategy="steps", save_steps=4)
    Trainer(tiny.model(), arguments, train_dataset=tiny.rows(8)).train()
    folder = Path(arguments.output_dir, "checkpoint-4")
    for state in folder.glob("rng_state*"):
        state.unlink()  # old releases cannot read it with a new torch: a problem of its own
    return str(folder)


def steps_done(model, **resume):
    """Two epochs over twelve new rows in batches of two are twelve steps."""
    counter = Counter()
    arguments = tiny.training_arguments(max_steps=-1, num_train_epochs=2)
    Trainer(model, arguments, train_dataset=tiny.rows(12), callbacks=[counter]).train(**resume)
    return counter.steps


def breaks():
    assert steps_done(tiny.model(), resume_from_checkpoint=checkpoint()) == 8


def fixed():
    assert steps_done(AutoModelForCausalLM.from_pretrained(checkpoint())) == 12

"""The argument that names a checkpoint is stored, and train() does not look at it."""

from pathlib import Path

import tiny
from transformers import Trainer

SILENT = True


def steps(resume=None, **arguments):
    """How many optimizer steps a run of three does that begins with the checkpoint of the first."""
    done = []
    first = tiny.training_arguments(save_strategy="steps", save_steps=1, max_steps=1)
    Trainer(tiny.model(), first, train_dataset=tiny.rows()).train()
    folder = Path(first.output_dir, "checkpoint-1")
    for state in folder.glob("rng_state*"):
        state.unlink()  # old releases cannot read it with a new torch: a problem of its own

    class Counting(Trainer):
        def training_step(self, *inputs, **named):
            done.append(1)
            return super().training_step(*inputs, **named)

    chosen = {name: str(folder) for name in arguments}
    trainer = Counting(tiny.model(), tiny.training_arguments(max_steps=3, **chosen), train_dataset=tiny.rows())
    trainer.train(resume_from_checkpoint=str(folder) if resume else None)
    return len(done)


def breaks():
    assert steps(resume_from_checkpoint=True) == 3


def fixed():
    assert steps(resume=True) == 2

"""After a new session the output folder is empty: look for a checkpoint before asking to resume from it."""

from pathlib import Path

import tiny
from transformers import Trainer
from transformers.trainer_utils import get_last_checkpoint


def trainer(**arguments):
    return Trainer(tiny.model(), tiny.training_arguments(**arguments), train_dataset=tiny.rows())


def breaks():
    trainer().train(resume_from_checkpoint=True)


def fixed():
    first = trainer(save_strategy="steps", save_steps=1)
    folder = first.args.output_dir
    assert get_last_checkpoint(folder) is None
    first.train(resume_from_checkpoint=get_last_checkpoint(folder))
    last = Path(get_last_checkpoint(folder))
    assert last.name == "checkpoint-2"
    for state in last.glob("rng_state*"):
        state.unlink()  # old releases cannot read it with a new torch: a problem of its own
    assert trainer(max_steps=3).train(resume_from_checkpoint=str(last)).global_step == 3

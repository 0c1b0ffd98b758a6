"""The first start of a run already asks to resume."""

from pathlib import Path

import tiny
from transformers import Trainer
from transformers.trainer_utils import get_last_checkpoint


def breaks():
    Trainer(tiny.model(), tiny.training_arguments(), train_dataset=tiny.rows()).train(resume_from_checkpoint=True)


def fixed():
    args = tiny.training_arguments(save_strategy="steps", save_steps=1)
    Path(args.output_dir).mkdir(exist_ok=True)
    trainer = Trainer(tiny.model(), args, train_dataset=tiny.rows())
    last = get_last_checkpoint(args.output_dir)
    assert last is None
    trainer.train(resume_from_checkpoint=last)
    assert get_last_checkpoint(args.output_dir).endswith("checkpoint-2")

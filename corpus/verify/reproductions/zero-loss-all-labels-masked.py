"""No label is left: the loss is the mean over nothing, logged as 0, and the gradient is 0."""

import tiny
from transformers import Trainer

SILENT = True
MASKED = [row | {"labels": [-100] * 6} for row in tiny.rows(4)]


def first_log(rows):
    trainer = Trainer(tiny.model(), tiny.training_arguments(logging_steps=1), train_dataset=rows)
    trainer.train()
    return trainer.state.log_history[0]


def breaks():
    log = first_log(MASKED)
    assert log["loss"] == 0 and log["grad_norm"] == 0


def fixed():
    rows = [row for row in MASKED + tiny.rows(4) if any(label != -100 for label in row["labels"])]
    log = first_log(rows)
    assert log["loss"] > 0 and log["grad_norm"] > 0

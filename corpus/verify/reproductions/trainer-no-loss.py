"""Without labels in the batch a model returns no loss, and Trainer has nothing to train on."""

import tiny
from transformers import Trainer


def breaks():
    rows = [{"input_ids": row["input_ids"]} for row in tiny.rows()]
    Trainer(tiny.model(), tiny.training_arguments(), train_dataset=rows).train()


def fixed():
    trainer = Trainer(tiny.model(), tiny.training_arguments(), train_dataset=tiny.rows())
    assert trainer.train().training_loss > 0

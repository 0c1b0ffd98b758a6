"""Columns that the model's forward does not name never reach compute_loss."""

import tiny
from transformers import Trainer

SILENT = True


class Weighted(Trainer):
    seen = None

    def compute_loss(self, model, inputs, **named):
        self.seen = set(inputs)
        inputs.pop("weight", None)
        return super().compute_loss(model, inputs, **named)


def seen(**arguments):
    rows = tiny.rows(weight=0.5)
    trainer = Weighted(tiny.model(), tiny.training_arguments(**arguments), train_dataset=rows)
    trainer.train()
    return trainer.seen


def breaks():
    assert "weight" not in seen()


def fixed():
    assert "weight" in seen(remove_unused_columns=False)

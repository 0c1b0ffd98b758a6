"""A compute_loss written before 4.46 does not take the number of items."""

import tiny
from transformers import Trainer


class Old(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        outputs = model(**inputs)
        return (outputs.loss, outputs) if return_outputs else outputs.loss


class New(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None, **kwargs):
        outputs = model(**inputs)
        return (outputs.loss, outputs) if return_outputs else outputs.loss


def trained(kind):
    return kind(tiny.model(), tiny.training_arguments(), train_dataset=tiny.rows()).train()


def breaks():
    trained(Old)


def fixed():
    assert trained(New).training_loss > 0

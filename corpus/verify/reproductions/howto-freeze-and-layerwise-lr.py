"""What a callback unfreezes later is not in the optimizer that Trainer made, and never moves."""

import tiny
import torch
from transformers import Trainer, TrainerCallback

SILENT = True
ROWS = [{"input_ids": [5 + row, 6, 7], "labels": row % 2} for row in range(8)]


class Unfreeze(TrainerCallback):
    def on_step_begin(self, args, state, control, model=None, **_):
        model.base_model.requires_grad_(state.global_step > 0)


def moved(make_optimizer):
    """Freeze the body, unfreeze it after the first of four steps: has it moved at the end?"""
    model = tiny.model("bert", "AutoModelForSequenceClassification", num_labels=2)
    optimizers = (make_optimizer(model.parameters()), None)
    model.base_model.requires_grad_(False)
    weight = model.base_model.encoder.layer[0].output.dense.weight
    before = weight.detach().clone()
    arguments = tiny.training_arguments(max_steps=4)
    Trainer(model, arguments, train_dataset=ROWS, callbacks=[Unfreeze()], optimizers=optimizers).train()
    return not torch.equal(before, weight)


def breaks():
    assert not moved(lambda _: None)


def fixed():
    assert moved(torch.optim.AdamW)

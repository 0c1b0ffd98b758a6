"""With one rare class among many the loss is low without ever predicting it; weights change that."""

import tiny
import torch
from torch.nn.functional import cross_entropy
from transformers import Trainer

SILENT = True
ROWS = [{"input_ids": [5 + row, 60, 61], "attention_mask": [1, 1, 1], "labels": 0} for row in range(15)]
ROWS += [{"input_ids": [40, 70, 61], "attention_mask": [1, 1, 1], "labels": 1}]
WEIGHTS = torch.tensor([16 / (2 * 15), 16 / 2])


class Weighted(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **_):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = cross_entropy(outputs["logits"], labels, weight=WEIGHTS.to(outputs["logits"]))
        return (loss, outputs) if return_outputs else loss


def predicted(kind):
    """The class of the rare row after some training."""
    model = tiny.model("bert", "AutoModelForSequenceClassification", num_labels=2)
    arguments = tiny.training_arguments(max_steps=30, learning_rate=1e-3, per_device_train_batch_size=16)
    trainer = kind(model, arguments, train_dataset=ROWS)
    trainer.train()
    return trainer.predict(ROWS).predictions[-1].argmax()


def breaks():
    assert predicted(Trainer) == 0


def fixed():
    assert predicted(Weighted) == 1

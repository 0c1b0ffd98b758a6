"""With named sets there is no eval_loss any more: the name of a set belongs to the metric."""

import inspect

import tiny
from transformers import Trainer, TrainingArguments

RELEASES = ">=4.46"
NAMES = inspect.signature(TrainingArguments).parameters
EVAL = "eval_strategy" if "eval_strategy" in NAMES else "evaluation_strategy"


def trained(**arguments):
    arguments = tiny.training_arguments(
        **{EVAL: "steps"}, eval_steps=1, save_strategy="steps", save_steps=1, load_best_model_at_end=True, **arguments
    )
    sets = {"near": tiny.rows(2), "far": tiny.rows(4)}
    trainer = Trainer(tiny.model(), arguments, train_dataset=tiny.rows(), eval_dataset=sets)
    trainer.train()
    return trainer


def breaks():
    trained()


def fixed():
    trainer = trained(metric_for_best_model="near_loss", greater_is_better=False)
    assert trainer.state.best_metric is not None
    assert "test_loss" in trainer.evaluate(tiny.rows(4), metric_key_prefix="test")

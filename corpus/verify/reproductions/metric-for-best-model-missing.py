"""The metric that chooses the best checkpoint must be among those that the evaluation returns."""

import inspect

import tiny
from transformers import Trainer, TrainingArguments

NAMES = inspect.signature(TrainingArguments).parameters
EVAL = "eval_strategy" if "eval_strategy" in NAMES else "evaluation_strategy"


def best(name):
    arguments = tiny.training_arguments(
        **{EVAL: "steps"}, eval_steps=1, save_strategy="steps", save_steps=1, load_best_model_at_end=True,
        metric_for_best_model="f1", greater_is_better=True,
    )  # fmt: skip
    trainer = Trainer(tiny.model(), arguments, train_dataset=tiny.rows(), eval_dataset=tiny.rows(2),
                      compute_metrics=lambda prediction: {name: 0.5})  # fmt: skip
    trainer.train()
    return trainer.state.best_metric


def breaks():
    best("F1")


def fixed():
    assert best("f1") == 0.5

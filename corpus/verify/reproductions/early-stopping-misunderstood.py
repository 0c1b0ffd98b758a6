"""Early stopping needs a metric to watch; patience counts evaluations."""

import inspect

import tiny
from transformers import EarlyStoppingCallback, Trainer, TrainingArguments

NAMES = inspect.signature(TrainingArguments).parameters
EVAL = "eval_strategy" if "eval_strategy" in NAMES else "evaluation_strategy"


def steps(**arguments):
    chosen = {EVAL: "steps", "eval_steps": 1, "save_strategy": "steps", "save_steps": 1, "max_steps": 8} | arguments
    trainer = Trainer(
        tiny.model(), tiny.training_arguments(**chosen), train_dataset=tiny.rows(), eval_dataset=tiny.rows(2),
        compute_metrics=lambda prediction: {"score": 0.5}, callbacks=[EarlyStoppingCallback(2)],
    )  # fmt: skip
    return trainer.train().global_step


def breaks():
    steps()


def fixed():
    assert steps(load_best_model_at_end=True, metric_for_best_model="score", greater_is_better=True) == 3

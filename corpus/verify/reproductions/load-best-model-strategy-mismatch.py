"""The best checkpoint can only be found if each evaluated state is saved as well."""

import inspect

import tiny
from transformers import TrainingArguments

NAMES = inspect.signature(TrainingArguments).parameters
EVAL = "eval_strategy" if "eval_strategy" in NAMES else "evaluation_strategy"


def breaks():
    tiny.training_arguments(**{EVAL: "epoch"}, save_strategy="steps", load_best_model_at_end=True)


def fixed():
    arguments = tiny.training_arguments(**{EVAL: "epoch"}, save_strategy="epoch", load_best_model_at_end=True)
    assert arguments.metric_for_best_model == "loss" and arguments.greater_is_better is False

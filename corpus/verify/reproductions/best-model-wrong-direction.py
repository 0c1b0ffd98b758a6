"""Every metric whose name does not end in loss counts as better when it is larger."""

import inspect

import tiny
from transformers import TrainingArguments

SILENT = True
NAMES = inspect.signature(TrainingArguments).parameters
EVAL = "eval_strategy" if "eval_strategy" in NAMES else "evaluation_strategy"
BEST = {EVAL: "epoch", "save_strategy": "epoch", "load_best_model_at_end": True, "metric_for_best_model": "wer"}


def breaks():
    assert tiny.training_arguments(**BEST).greater_is_better is True


def fixed():
    assert tiny.training_arguments(**BEST, greater_is_better=False).greater_is_better is False

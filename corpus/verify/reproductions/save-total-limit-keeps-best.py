"""With a limit of one and the best model wanted, the best checkpoint stays and the newer ones go."""

import inspect
from pathlib import Path

import tiny
from transformers import Trainer, TrainingArguments

SILENT = True


def _left(**more):
    known = inspect.signature(TrainingArguments.__init__).parameters
    name = "eval_strategy" if "eval_strategy" in known else "evaluation_strategy"
    args = tiny.training_arguments(
        max_steps=4, learning_rate=1e-2, save_strategy="steps", save_steps=1, eval_steps=1,
        load_best_model_at_end=True, metric_for_best_model="loss", greater_is_better=True, **{name: "steps"}, **more,
    )  # fmt: skip
    Trainer(tiny.model(), args, train_dataset=tiny.rows(), eval_dataset=tiny.rows()).train()
    return sorted(path.name for path in Path(args.output_dir).glob("checkpoint-*"))


def breaks():
    assert _left(save_total_limit=1) == ["checkpoint-1"]


def fixed():
    assert _left(save_total_limit=2) == ["checkpoint-1", "checkpoint-4"]
    assert len(_left()) == 4

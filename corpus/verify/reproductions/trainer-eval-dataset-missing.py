"""Evaluation is asked for, and there is nothing to evaluate on."""

import inspect

import tiny
from transformers import Trainer, TrainingArguments

NAMES = inspect.signature(TrainingArguments).parameters
EVAL = "eval_strategy" if "eval_strategy" in NAMES else "evaluation_strategy"


def train(**data):
    arguments = tiny.training_arguments(**{EVAL: "steps"}, eval_steps=1)
    trainer = Trainer(tiny.model(), arguments, train_dataset=tiny.rows(), **data)
    trainer.train()
    return trainer.state.log_history


def breaks():
    train()


def fixed():
    assert sum("eval_loss" in log for log in train(eval_dataset=tiny.rows(2))) == 2

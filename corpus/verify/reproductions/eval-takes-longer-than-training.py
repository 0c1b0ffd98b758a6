"""Without eval_steps the evaluation follows the logging: after each step here."""

import inspect

import tiny
from transformers import Trainer, TrainingArguments

SILENT = True
NAMES = inspect.signature(TrainingArguments).parameters
EVAL = "eval_strategy" if "eval_strategy" in NAMES else "evaluation_strategy"


def evaluations(**arguments):
    arguments = tiny.training_arguments(**{EVAL: "steps"}, max_steps=4, logging_steps=1, **arguments)
    trainer = Trainer(tiny.model(), arguments, train_dataset=tiny.rows(), eval_dataset=tiny.rows(4))
    trainer.train()
    return sum("eval_loss" in log for log in trainer.state.log_history)


def breaks():
    assert evaluations() == 4


def fixed():
    assert evaluations(eval_steps=4) == 1

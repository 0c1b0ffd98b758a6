"""The old name warns in 5.24; the new one is unknown before. The old one works everywhere."""

import inspect
import warnings

import tiny
from transformers import TrainingArguments

FAST = True


def breaks():
    if "activation_checkpointing" in inspect.signature(TrainingArguments).parameters:
        tiny.training_arguments(gradient_checkpointing=True)
    else:
        tiny.training_arguments(activation_checkpointing=True)


def fixed():
    warnings.filterwarnings("ignore", message=".*gradient_checkpointing.* is deprecated")
    assert tiny.training_arguments(gradient_checkpointing=True).gradient_checkpointing
    model = tiny.model()
    model.gradient_checkpointing_enable()
    assert model.is_gradient_checkpointing

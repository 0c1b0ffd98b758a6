"""The old name warns where the new one exists, and elsewhere the new one is unknown; the old one works everywhere."""

import inspect
import warnings

import tiny
from transformers import TrainingArguments


def breaks():
    if "activation_checkpointing" in inspect.signature(TrainingArguments).parameters:
        tiny.training_arguments(gradient_checkpointing=True)
    else:
        tiny.model().activation_checkpointing_enable()


def fixed():
    warnings.filterwarnings("ignore", message=".*gradient_checkpointing.* is deprecated")
    assert tiny.training_arguments(gradient_checkpointing=True).gradient_checkpointing
    model = tiny.model()
    model.gradient_checkpointing_enable()
    assert model.is_gradient_checkpointing

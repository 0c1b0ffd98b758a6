"""A callback answers with the control object, or with nothing."""

import tiny
from transformers import Trainer, TrainerCallback


class Answer(TrainerCallback):
    def on_step_end(self, args, state, control, **named):
        return {"should_training_stop": True}


class Flag(TrainerCallback):
    def on_step_end(self, args, state, control, **named):
        control.should_training_stop = True
        return control


def steps(callback):
    arguments = tiny.training_arguments(max_steps=3)
    return Trainer(tiny.model(), arguments, train_dataset=tiny.rows(), callbacks=[callback]).train().global_step


def breaks():
    steps(Answer())


def fixed():
    assert steps(Flag()) == 1

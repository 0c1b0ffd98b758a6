"""An interrupt saves nothing; a callback that asks for a save and a stop leaves a checkpoint."""

import contextlib
import signal
from pathlib import Path

import tiny
from transformers import Trainer, TrainerCallback

SILENT = True


class Interrupt(TrainerCallback):
    def on_step_end(self, args, state, control, **_):
        if state.global_step == 2:
            signal.raise_signal(signal.SIGINT)


class Stop(TrainerCallback):
    def on_step_end(self, args, state, control, **_):
        if state.global_step == 2:
            control.should_save = control.should_training_stop = True


def saved_after(callback):
    """Ten steps are planned; the names of the folders that are there afterwards."""
    arguments = tiny.training_arguments(max_steps=10)
    trainer = Trainer(tiny.model(), arguments, train_dataset=tiny.rows(20), callbacks=[callback])
    with contextlib.suppress(KeyboardInterrupt):
        trainer.train()
    assert trainer.state.global_step == 2
    return [path.name for path in Path(arguments.output_dir).glob("checkpoint-*")]


def breaks():
    assert saved_after(Interrupt()) == []


def fixed():
    assert saved_after(Stop()) == ["checkpoint-2"]

"""A checkpoint names the release that wrote it, and another release says so when it resumes."""

import json
from pathlib import Path

import tiny
from transformers import AutoModelForCausalLM, Trainer


def checkpoint():
    arguments = tiny.training_arguments(save_strategy="steps", save_steps=1, max_steps=1)
    Trainer(tiny.model(), arguments, train_dataset=tiny.rows()).train()
    folder = Path(arguments.output_dir, "checkpoint-1")
    for state in folder.glob("rng_state*"):
        state.unlink()  # old releases cannot read it with a new torch: a problem of its own
    config = folder / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"transformers_version": "4.30.0"}))
    return str(folder)


def breaks():
    trainer = Trainer(tiny.model(), tiny.training_arguments(), train_dataset=tiny.rows())
    trainer.train(resume_from_checkpoint=checkpoint())


def fixed():
    model = AutoModelForCausalLM.from_pretrained(checkpoint())
    assert Trainer(model, tiny.training_arguments(), train_dataset=tiny.rows()).train().global_step == 2

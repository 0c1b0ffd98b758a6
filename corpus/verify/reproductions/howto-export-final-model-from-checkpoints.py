"""Trainer leaves checkpoint folders, without tokenizer files and without a model beside them."""

import inspect
import tempfile
from pathlib import Path

import tiny
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer

SILENT = True


def _trainer(**more):
    args = tiny.training_arguments(save_strategy="steps", save_steps=1)
    trainer = Trainer(tiny.model(), args, train_dataset=tiny.rows(), **more)
    trainer.train()
    return trainer, Path(args.output_dir)


def breaks():
    _, out = _trainer()
    assert {path.name for path in out.iterdir() if path.name.startswith("checkpoint-")} == {
        "checkpoint-1",
        "checkpoint-2",
    }
    assert not list(out.glob("*.safetensors"))
    assert not (out / "checkpoint-2" / "tokenizer.json").exists()


def fixed():
    known = inspect.signature(Trainer.__init__).parameters
    name = "processing_class" if "processing_class" in known else "tokenizer"
    trainer, out = _trainer(**{name: tiny.tokenizer()})
    assert (out / "checkpoint-2" / "tokenizer.json").exists()
    final = tempfile.mkdtemp()
    trainer.save_model(final)
    assert AutoModelForCausalLM.from_pretrained(final).lm_head.weight.equal(trainer.model.lm_head.weight)
    assert len(AutoTokenizer.from_pretrained(final)) == len(tiny.tokenizer())

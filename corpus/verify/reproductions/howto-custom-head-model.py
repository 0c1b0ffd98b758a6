"""A plain module is saved without a configuration; a PreTrainedModel comes back through AutoModel."""

from pathlib import Path

import tiny
import torch
from transformers import AutoConfig, AutoModel, PretrainedConfig, PreTrainedModel, Trainer

SILENT = True
ROWS = [{"input_ids": [5 + row, 6, 7], "labels": row % 2} for row in range(8)]


class HeadConfig(PretrainedConfig):
    model_type = "tiny-head"

    def __init__(self, base=None, **kwargs):
        self.base = base or {}
        super().__init__(**kwargs)


class Head(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder, self.head = encoder, torch.nn.Linear(32, 2)

    def forward(self, input_ids, labels=None):
        logits = self.head(self.encoder(input_ids).last_hidden_state[:, 0])
        loss = {} if labels is None else {"loss": torch.nn.functional.cross_entropy(logits, labels)}
        return {**loss, "logits": logits}


class HeadModel(PreTrainedModel):
    __module__ = tiny.__name__  # 5.0.0 looks for the file of the class's module, and a reproduction is no module
    config_class = HeadConfig

    def __init__(self, config):
        super().__init__(config)
        base = dict(config.base)
        self.inner = Head(AutoModel.from_config(AutoConfig.for_model(base.pop("model_type"), **base)))
        self.post_init()

    def forward(self, input_ids, labels=None):
        return self.inner(input_ids, labels)


AutoConfig.register("tiny-head", HeadConfig)
AutoModel.register(HeadConfig, HeadModel)


def saved(model):
    trainer = Trainer(model, tiny.training_arguments(), train_dataset=ROWS)
    trainer.train()
    trainer.save_model()
    return Path(trainer.args.output_dir)


def breaks():
    folder = saved(Head(tiny.model("bert", "AutoModel")))
    assert (folder / "model.safetensors").exists() and not (folder / "config.json").exists()


def fixed():
    model = HeadModel(HeadConfig(base=tiny.config("bert").to_dict()))
    again = AutoModel.from_pretrained(saved(model))
    ids = torch.tensor([[5, 6, 7]])
    assert torch.equal(model.eval()(ids)["logits"], again.eval()(ids)["logits"])

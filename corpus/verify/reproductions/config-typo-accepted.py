"""A configuration class keeps an unknown name and builds the default size."""

from transformers import BertConfig

SILENT = True


def breaks():
    config = BertConfig(num_layers=3)
    assert config.num_hidden_layers == 12
    assert config.num_layers == 3


def fixed():
    values = {"num_hidden_layers": 3}
    assert set(values) <= set(BertConfig().to_dict())
    assert BertConfig(**values).num_hidden_layers == 3

"""A configuration whose text_config stayed a dictionary."""

from transformers import GenerationConfig, PretrainedConfig


class Composite(PretrainedConfig):
    model_type = "town-composite"

    def __init__(self, text_config=None, **kwargs):
        super().__init__(**kwargs)
        self.text_config = text_config


def breaks():
    GenerationConfig.from_model_config(Composite(text_config={"hidden_size": 8}))


def fixed():
    config = Composite(text_config=PretrainedConfig(eos_token_id=7))
    assert GenerationConfig.from_model_config(config).eos_token_id == 7

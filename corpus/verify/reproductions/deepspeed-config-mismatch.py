"""The JSON for DeepSpeed has a learning rate of its own. DeepSpeed itself is not needed to compare."""

import tiny
from accelerate.utils.deepspeed import HfDeepSpeedConfig
from transformers.integrations.deepspeed import HfTrainerDeepSpeedConfig


class Settings(HfTrainerDeepSpeedConfig, HfDeepSpeedConfig):
    def __init__(self, values):
        HfDeepSpeedConfig.__init__(self, values)
        self._dtype, self.mismatches = None, []


def _compared(rate):
    parameters = {"lr": rate, "betas": "auto", "eps": "auto", "weight_decay": "auto"}
    settings = Settings({"optimizer": {"type": "AdamW", "params": parameters}, "zero_optimization": {"stage": 2}})
    arguments = tiny.training_arguments(learning_rate=2e-5)
    settings.trainer_config_process(arguments)
    settings.trainer_config_finalize(arguments, tiny.model(), 2)
    return settings.get_value("optimizer.params.lr")


def breaks():
    _compared(1e-3)


def fixed():
    assert _compared("auto") == 2e-5

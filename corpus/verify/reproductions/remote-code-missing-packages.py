"""The model's own code imports a package that is not installed; the scan wants it even inside a function."""

import json
import tempfile
from pathlib import Path

from transformers import AutoConfig, AutoModel

CONFIG = """
from transformers import PretrainedConfig

class OwnConfig(PretrainedConfig):
    model_type = "own"
"""
MODEL = """
import torch
from transformers import PreTrainedModel
from .configuration_own import OwnConfig

class OwnModel(PreTrainedModel):
    config_class = OwnConfig

    def __init__(self, config):
        super().__init__(config)
        self.layer = torch.nn.Linear(2, 2)
        self.post_init()

    def _init_weights(self, module):
        pass
"""
CLASSES = {"AutoConfig": "configuration_own.OwnConfig", "AutoModel": "modeling_own.OwnModel"}


def _load(head):
    folder = Path(tempfile.mkdtemp(prefix="own"))
    (folder / "config.json").write_text(json.dumps({"model_type": "own", "auto_map": CLASSES}))
    (folder / "configuration_own.py").write_text(CONFIG)
    (folder / "modeling_own.py").write_text(head + MODEL)
    config = AutoConfig.from_pretrained(folder, trust_remote_code=True)
    return AutoModel.from_config(config, trust_remote_code=True)


def breaks():
    _load("import a_package_that_nobody_has\n")


def fixed():
    model = _load("try:\n    import a_package_that_nobody_has\nexcept ImportError:\n    pass\n")
    assert type(model).__name__ == "OwnModel"

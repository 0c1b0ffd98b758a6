"""A folder whose configuration names Python code that was not copied along."""

import json
import tempfile
from pathlib import Path

from transformers import AutoConfig

CODE = "from transformers import PretrainedConfig\n\n\nclass Own(PretrainedConfig):\n    model_type = 'own'\n"


def folder(*, code):
    path = tempfile.mkdtemp()
    configuration = {"model_type": "own", "auto_map": {"AutoConfig": "configuration_own.Own"}}
    Path(path, "config.json").write_text(json.dumps(configuration))
    if code:
        Path(path, "configuration_own.py").write_text(CODE)
    return path


def breaks():
    AutoConfig.from_pretrained(folder(code=False), trust_remote_code=True)


def fixed():
    assert AutoConfig.from_pretrained(folder(code=True), trust_remote_code=True).model_type == "own"

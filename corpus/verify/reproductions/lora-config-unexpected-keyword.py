"""An adapter_config.json of a newer PEFT holds a field that an older one does not know."""

import json
import pathlib
import tempfile

from peft import LoraConfig


def _folder(**more):
    folder = tempfile.mkdtemp()
    LoraConfig(r=4, target_modules=["q_proj"]).save_pretrained(folder)
    path = pathlib.Path(folder, "adapter_config.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), **more}))
    return folder


def breaks():
    LoraConfig.from_pretrained(_folder(field_of_next_year=None))


def fixed():
    assert LoraConfig.from_pretrained(_folder()).r == 4

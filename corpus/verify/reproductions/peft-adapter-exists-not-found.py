"""The same adapter name twice."""

import tiny
from peft import LoraConfig, get_peft_model


def _adapter():
    return tiny.saved(get_peft_model(tiny.model(), LoraConfig(r=2, target_modules=["q_proj"])))


def breaks():
    model, folder = tiny.model(), _adapter()
    model.load_adapter(folder)
    model.load_adapter(folder)


def fixed():
    model, folder = tiny.model(), _adapter()
    model.load_adapter(folder, adapter_name="a")
    model.load_adapter(folder, adapter_name="b")
    assert set(model.peft_config) == {"a", "b"}

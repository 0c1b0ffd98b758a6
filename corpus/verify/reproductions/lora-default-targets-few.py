"""Without target_modules two kinds of layers are adapted."""

import tiny
from peft import LoraConfig, get_peft_model

SILENT = True


def _targets(**arguments):
    model = get_peft_model(tiny.model(), LoraConfig(r=2, task_type="CAUSAL_LM", **arguments))
    return {name.split(".")[-1] for name in model.targeted_module_names}


def breaks():
    assert _targets() == {"q_proj", "v_proj"}


def fixed():
    assert len(_targets(target_modules="all-linear")) == 7

"""An adapter that is loaded for inference has nothing to train."""

import tiny
from peft import LoraConfig, PeftModel, get_peft_model


def _adapter():
    return tiny.saved(get_peft_model(tiny.model(), LoraConfig(r=2, target_modules=["q_proj"])))


def breaks():
    PeftModel.from_pretrained(tiny.model(), _adapter()).print_trainable_parameters()


def fixed():
    model = PeftModel.from_pretrained(tiny.model(), _adapter(), is_trainable=True)
    model.print_trainable_parameters()
    assert sum(weight.requires_grad for weight in model.parameters()) == 4

"""A configuration of stage 3 is active while a model is loaded with a device map."""

import sys

import tiny
from transformers import AutoModelForCausalLM
from transformers.integrations.deepspeed import set_hf_deepspeed_config, unset_hf_deepspeed_config


class Stage3:
    def is_zero3(self):
        return True


def breaks():
    folder, config = tiny.saved(tiny.model()), Stage3()
    set_hf_deepspeed_config(config)
    AutoModelForCausalLM.from_pretrained(folder, device_map="cpu")
    assert sys.getrefcount(config)  # it must live until here: the library keeps a weak reference


def fixed():
    folder = tiny.saved(tiny.model())
    unset_hf_deepspeed_config()
    assert AutoModelForCausalLM.from_pretrained(folder, device_map="cpu").device.type == "cpu"

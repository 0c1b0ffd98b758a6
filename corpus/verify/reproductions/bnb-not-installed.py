"""8-bit loading without bitsandbytes."""

import tiny
from transformers import AutoModelForCausalLM, BitsAndBytesConfig


def breaks():
    config = BitsAndBytesConfig(load_in_8bit=True)
    AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model()), quantization_config=config)


def fixed():
    model = AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model()))
    assert not getattr(model, "is_quantized", False)

"""A checkpoint that says it is GPTQ, without optimum."""

import tiny
from transformers import AutoModelForCausalLM


def _folder(**quantization):
    model = tiny.model()
    if quantization:
        model.config.quantization_config = quantization
    return tiny.saved(model)


def breaks():
    AutoModelForCausalLM.from_pretrained(_folder(quant_method="gptq", bits=4))


def fixed():
    model = AutoModelForCausalLM.from_pretrained(_folder())
    assert not getattr(model, "is_quantized", False)

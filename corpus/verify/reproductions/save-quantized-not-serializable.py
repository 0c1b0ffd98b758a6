"""A quantizer that cannot store its weights: saving the model stops, saving an adapter goes through."""

from pathlib import Path

import tiny
from peft import LoraConfig, get_peft_model
from transformers import QuantoConfig
from transformers.quantizers.quantizer_quanto import QuantoHfQuantizer


def _quantized():
    """Only the mark of quantization: real quanto kernels are not needed to be refused."""
    model = tiny.model()
    model.hf_quantizer = QuantoHfQuantizer(QuantoConfig(weights="int8"), pre_quantized=False)
    return model


def breaks():
    tiny.saved(_quantized())


def fixed():
    model = get_peft_model(_quantized(), LoraConfig(target_modules=["q_proj"], r=2))
    assert Path(tiny.saved(model), "adapter_model.safetensors").is_file()

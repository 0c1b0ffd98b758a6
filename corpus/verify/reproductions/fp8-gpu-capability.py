"""An FP8 checkpoint on a machine without a GPU."""

import tiny
from transformers import AutoModelForCausalLM, FineGrainedFP8Config

RELEASES = ">5.0"


def _folder():
    model = tiny.model()
    model.config.quantization_config = {"quant_method": "fp8", "weight_block_size": [128, 128]}
    return tiny.saved(model)


def breaks():
    AutoModelForCausalLM.from_pretrained(_folder())


def fixed():
    config = FineGrainedFP8Config(dequantize=True)
    model = AutoModelForCausalLM.from_pretrained(_folder(), quantization_config=config)
    assert model.config.vocab_size == 420

"""A configuration of bitsandbytes for a checkpoint that is FP8 already."""

import tiny
from transformers import AutoModelForCausalLM, BitsAndBytesConfig

RELEASES = ">5.0"


def _folder():
    model = tiny.model()
    model.config.quantization_config = {"quant_method": "fp8", "weight_block_size": [128, 128]}
    return tiny.saved(model)


def breaks():
    AutoModelForCausalLM.from_pretrained(_folder(), quantization_config=BitsAndBytesConfig(load_in_8bit=True))


def fixed():
    model = AutoModelForCausalLM.from_pretrained(_folder())
    assert model.config.vocab_size == 420

"""The details of quantization without the switch describe nothing."""

from transformers import BitsAndBytesConfig

SILENT = True


def breaks():
    config = BitsAndBytesConfig(bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True)
    assert not config.is_quantizable()


def fixed():
    assert BitsAndBytesConfig(load_in_8bit=True).is_quantizable()

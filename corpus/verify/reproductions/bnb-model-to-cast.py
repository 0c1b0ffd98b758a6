"""A model that counts as quantized by bitsandbytes is cast after loading."""

import tiny
import torch


def _quantized():
    """Only the marks of quantization: the refusal looks at nothing else."""
    model = tiny.model()
    model.is_quantized = True
    model.quantization_method = "bitsandbytes"
    model.is_loaded_in_8bit = True
    return model


def breaks():
    _quantized().to(torch.float16)


def fixed():
    model = _quantized()
    if not getattr(model, "is_quantized", False):
        model = model.to(torch.float16)
    inputs = {"input_ids": torch.tensor([[5, 6]]).to(model.device)}
    assert model(**inputs).logits.dtype == torch.float32

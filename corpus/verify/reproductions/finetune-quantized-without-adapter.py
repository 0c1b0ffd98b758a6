"""Trainer with a quantized model, without and with LoRA on top."""

from types import SimpleNamespace

import tiny
from peft import LoraConfig, get_peft_model
from transformers import Trainer


def _quantized():
    """Only the marks of quantization: Trainer looks at nothing else."""
    model = tiny.model()
    model.is_quantized = True
    model.quantization_method = "bitsandbytes"
    model.hf_quantizer = SimpleNamespace(is_trainable=True, is_qat_trainable=False)
    return model


def breaks():
    Trainer(_quantized(), tiny.training_arguments(), train_dataset=tiny.rows())


def fixed():
    model = get_peft_model(_quantized(), LoraConfig(r=2, task_type="CAUSAL_LM", target_modules=["q_proj"]))
    trainer = Trainer(model, tiny.training_arguments(), train_dataset=tiny.rows())
    assert trainer.train().training_loss > 0

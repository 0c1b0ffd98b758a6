"""Without task_type the new classification head stays frozen and is not saved."""

import tiny
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file

SILENT = True


def _heads(**arguments):
    """The head's parameters that are trained, and those in the saved file."""
    base = tiny.model("bert", "AutoModelForSequenceClassification")
    model = get_peft_model(base, LoraConfig(r=2, target_modules=["query"], **arguments))
    trained = [name for name, weight in model.named_parameters() if weight.requires_grad and "classifier" in name]
    saved = load_file(tiny.saved(model) + "/adapter_model.safetensors")
    return trained, [name for name in saved if "classifier" in name]


def breaks():
    assert _heads() == ([], [])


def fixed():
    trained, saved = _heads(task_type="SEQ_CLS")
    assert len(trained) == len(saved) == 2

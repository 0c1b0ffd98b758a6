"""An old torch is treated as none; the installed one is accepted."""

import importlib.metadata

BARE = True
RELEASES = ">=4.57"


def breaks():
    true_version = importlib.metadata.version
    importlib.metadata.version = lambda name: "1.13.1" if name == "torch" else true_version(name)
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained("anything")


def fixed():
    import transformers

    assert transformers.is_torch_available()

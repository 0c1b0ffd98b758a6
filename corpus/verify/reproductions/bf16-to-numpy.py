"""NumPy knows no bfloat16: a tensor of that type must become float32 first."""

import numpy as np
import tiny
import torch

IDS = torch.arange(5, 11)[None]


def hidden():
    model = tiny.model("llama", "AutoModel").to(torch.bfloat16)
    with torch.inference_mode():
        return model(IDS).last_hidden_state


def breaks():
    np.asarray(hidden().cpu())


def fixed():
    assert np.asarray(hidden().float().cpu()).shape == (1, 6, 32)

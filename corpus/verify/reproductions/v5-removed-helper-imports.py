"""Helpers that remote code imports are missing; what is left is in pytorch_utils on every release."""

import torch
from transformers import pytorch_utils, utils

SILENT = True


def breaks():
    assert not hasattr(pytorch_utils, "find_pruneable_heads_and_indices")
    assert not hasattr(utils, "is_torch_fx_available") and not hasattr(utils, "is_tf_available")


def fixed():
    doubled = pytorch_utils.apply_chunking_to_forward(lambda part: part * 2, 2, 1, torch.ones(1, 4))
    assert doubled.sum().item() == 8 and hasattr(pytorch_utils, "prune_linear_layer")

"""The counter of operations looks for the main input under its name."""

import tiny
import torch

RELEASES = "<5"  # later models have no such method


def operations(**names):
    model = tiny.model()
    for name, value in names.items():
        setattr(model, name, value)
    return model.floating_point_ops({"chosen_input_ids": torch.tensor([[5, 6, 7]])})


def breaks():
    operations()


def fixed():
    assert operations(main_input_name="chosen_input_ids") > 0

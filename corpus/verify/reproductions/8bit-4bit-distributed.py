"""Layers lie on two devices, and accelerate believes that there are several processes."""

import tiny
from accelerate import Accelerator
from accelerate.utils import DistributedType


def _prepared(kind):
    accelerator, model = Accelerator(cpu=True), tiny.model()
    accelerator.state._shared_state["distributed_type"] = kind
    model.hf_device_map = {"model": "cpu", "lm_head": "disk"}
    return accelerator.prepare_model(model, device_placement=False)


def breaks():
    _prepared(DistributedType.MULTI_GPU)


def fixed():
    assert _prepared(DistributedType.NO).hf_device_map

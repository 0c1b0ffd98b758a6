"""The shared state of accelerate is emptied under an Accelerator that is in use."""

from accelerate import Accelerator
from accelerate.state import AcceleratorState


def breaks():
    accelerator = Accelerator(cpu=True)
    AcceleratorState._reset_state()
    accelerator.distributed_type  # noqa: B018


def fixed():
    AcceleratorState._reset_state(True)
    accelerator = Accelerator(cpu=True)
    assert accelerator.distributed_type is not None

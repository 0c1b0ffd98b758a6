"""A build of torch without NCCL is asked for it."""

import tempfile

from torch import distributed


def _started(backend):
    distributed.init_process_group(backend, init_method=f"file://{tempfile.mktemp()}", rank=0, world_size=1)
    return distributed.get_backend()


def breaks():
    _started("nccl")


def fixed():
    assert _started("gloo") == "gloo"

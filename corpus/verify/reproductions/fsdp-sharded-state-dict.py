"""Shards for checkpoints, and the wish for a model file only. The check itself needs no process group."""

from types import SimpleNamespace

import tiny
from accelerate import Accelerator
from transformers import Trainer

RELEASES = ">=4.57"


def _trainer(kind):
    class Sharded(Trainer):
        def create_accelerator_and_postprocess(self):
            plugin = SimpleNamespace(state_dict_type=kind, activation_checkpointing=False, limit_all_gathers=True)
            Accelerator(cpu=True).state._shared_state["fsdp_plugin"] = plugin
            super().create_accelerator_and_postprocess()

    arguments = tiny.training_arguments(save_only_model=True)
    return Sharded(model=tiny.model(), args=arguments, train_dataset=tiny.rows())


def breaks():
    _trainer("SHARDED_STATE_DICT")


def fixed():
    assert _trainer("FULL_STATE_DICT").is_fsdp_enabled

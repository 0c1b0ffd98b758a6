"""The shards are in the folder, their index is not."""

from pathlib import Path

import tiny
from transformers import AutoModelForCausalLM


def _sharded():
    folder = tiny.saved(tiny.model(), max_shard_size="60KB")
    assert len(list(Path(folder).glob("*.safetensors"))) > 1
    return folder, Path(folder, "model.safetensors.index.json")


def breaks():
    folder, index = _sharded()
    index.rename(index.with_suffix(".json.txt"))
    AutoModelForCausalLM.from_pretrained(folder)


def fixed():
    folder, index = _sharded()
    away = index.rename(index.with_suffix(".json.txt"))
    away.rename(index)
    model = AutoModelForCausalLM.from_pretrained(folder)
    assert model.lm_head.weight.equal(tiny.model().lm_head.weight)

"""A cache of which only the snapshots were copied, without the file that says which of them is main."""

import shutil
import tempfile
from pathlib import Path

import tiny
from transformers import AutoModelForCausalLM

COMMIT = "0" * 39 + "1"


def cache(*, complete):
    """What ``snapshots`` alone, or together with ``refs``, looks like on the other machine."""
    root = tempfile.mkdtemp()
    model = Path(root, "models--org--model")
    shutil.copytree(tiny.saved(tiny.model("gpt2")), model / "snapshots" / COMMIT)
    if complete:
        Path(model, "refs").mkdir()
        Path(model, "refs", "main").write_text(COMMIT)
    return root


def breaks():
    AutoModelForCausalLM.from_pretrained("org/model", cache_dir=cache(complete=False), local_files_only=True)


def fixed():
    model = AutoModelForCausalLM.from_pretrained("org/model", cache_dir=cache(complete=True), local_files_only=True)
    assert model.config.n_layer == 2

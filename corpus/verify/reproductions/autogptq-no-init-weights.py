"""no_init_weights has another place in transformers 5: a fresh process imports it as an old package does."""

import importlib
import subprocess
import sys

RELEASES = ">=5"


def breaks():
    line = "from transformers.modeling_utils import no_init_weights"
    subprocess.run([sys.executable, "-c", line], check=False)


def fixed():
    assert callable(importlib.import_module("transformers.initialization").no_init_weights)

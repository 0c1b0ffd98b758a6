"""Two names that older diffusers imports are missing; T5's class and AutoTokenizer are there."""

import transformers
from transformers import utils

SILENT = True


def breaks():
    assert not hasattr(transformers, "MT5Tokenizer") and not hasattr(utils, "FLAX_WEIGHTS_NAME")


def fixed():
    assert hasattr(transformers, "T5Tokenizer") and hasattr(transformers, "AutoTokenizer")

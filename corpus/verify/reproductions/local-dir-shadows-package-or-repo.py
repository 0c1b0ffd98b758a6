"""An empty folder with the model's name is taken instead of the Hub; a complete one works."""

from pathlib import Path

import tiny
from transformers import BertTokenizer, PreTrainedTokenizerFast

SILENT = True
NAME = "bert-base-uncased"


def breaks():
    Path(NAME).mkdir()
    try:
        size = len(BertTokenizer.from_pretrained(NAME))
    except (OSError, TypeError) as error:
        assert "local directory" in str(error) or "NoneType" in str(error)
    else:
        assert size == 5  # the special tokens, nothing else


def fixed():
    tiny.tokenizer().save_pretrained(f"./{NAME}")
    assert len(PreTrainedTokenizerFast.from_pretrained(f"./{NAME}")) > 300

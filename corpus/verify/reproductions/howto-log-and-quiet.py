"""Loading with a missing head writes to standard error; the switches keep it empty."""

import os
import sys
import tempfile

import tiny
import transformers

SILENT = True


def _written():
    folder = tiny.saved(tiny.model("bert", "AutoModel"))
    kept = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        transformers.AutoModelForSequenceClassification.from_pretrained(folder)
        sys.stderr.flush()
        os.dup2(kept, 2)
        file.seek(0)
        return file.read()


def breaks():
    assert _written()


def fixed():
    transformers.logging.disable_progress_bar()
    transformers.logging.set_verbosity_error()
    assert not _written()

"""The pipeline says where it runs; only the level of the log decides whether one sees it."""

import tiny
from transformers import logging, pipeline


def made():
    return pipeline("text-generation", model=tiny.model(), tokenizer=tiny.tokenizer(), device="cpu")


def breaks():
    made()


def fixed():
    logging.set_verbosity_error()
    assert made().device.type == "cpu"

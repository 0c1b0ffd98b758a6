"""A model that was placed by a device map stays where it is: the pipeline gets no device."""

import tempfile

import tiny
from transformers import AutoModelForCausalLM, pipeline


def made(**arguments):
    places = {"model": "cpu", "lm_head": "disk"}
    model = AutoModelForCausalLM.from_pretrained(
        tiny.saved(tiny.model()), device_map=places, offload_folder=tempfile.mkdtemp()
    )
    return pipeline("text-generation", model=model, tokenizer=tiny.tokenizer(), **arguments)


def breaks():
    made(device="cpu")


def fixed():
    assert made().device.type == "cpu"

"""A pipeline that gets a name loads its own copy; one that gets an object shares it."""

import tiny
from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline

SILENT = True


def shared(first, second, **arguments):
    """Do two pipelines read the same memory?"""
    pipes = [pipeline("text-generation", model=model, **arguments) for model in (first, second)]
    return len({pipe.model.lm_head.weight.data_ptr() for pipe in pipes}) == 1


def breaks():
    folder = tiny.saved(tiny.model(), tiny.tokenizer())
    assert not shared(folder, folder)


def fixed():
    folder = tiny.saved(tiny.model(), tiny.tokenizer())
    model = AutoModelForCausalLM.from_pretrained(folder)
    assert shared(model, model, tokenizer=AutoTokenizer.from_pretrained(folder))

"""An almost empty GenerationConfig is filled with the sampling settings of the model."""

import copy

import tiny
import torch
from transformers import GenerationConfig

IDS = torch.tensor([[1, 5, 6]])


def sampler():
    model = tiny.model()
    model.generation_config.do_sample, model.generation_config.temperature = True, 0.7
    return model


def breaks():
    settings = GenerationConfig(max_new_tokens=6)
    sampler().generate(IDS, attention_mask=torch.ones_like(IDS), generation_config=settings)


def fixed():
    model = sampler()
    settings = copy.deepcopy(model.generation_config)
    settings.do_sample, settings.temperature, settings.max_new_tokens = False, None, 6
    model.generation_config = settings
    first, second = (model.generate(IDS, attention_mask=torch.ones_like(IDS)).tolist() for _ in range(2))
    assert first == second

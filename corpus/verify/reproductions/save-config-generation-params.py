"""Sampling values without do_sample: transformers refuses to write the generation settings."""

import tiny


def _model(sample):
    model = tiny.model()
    model.generation_config.temperature = 0.7
    model.generation_config.do_sample = sample
    return model


def breaks():
    tiny.saved(_model(sample=False))


def fixed():
    model = _model(sample=False)
    model.generation_config.temperature = None
    assert tiny.saved(model)
    assert tiny.saved(_model(sample=True))

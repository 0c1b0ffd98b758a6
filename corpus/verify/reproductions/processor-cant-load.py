"""A folder holds the model's configuration, but not that of its feature extractor."""

import tiny
from transformers import AutoFeatureExtractor, WhisperConfig, WhisperFeatureExtractor


def breaks():
    AutoFeatureExtractor.from_pretrained(tiny.saved(WhisperConfig()))


def fixed():
    folder = tiny.saved(WhisperConfig(), WhisperFeatureExtractor())
    assert AutoFeatureExtractor.from_pretrained(folder).sampling_rate == 16000

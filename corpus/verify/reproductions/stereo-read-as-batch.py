"""Two channels become two recordings."""

import numpy as np
from transformers import WhisperFeatureExtractor

SILENT = True
STEREO = np.random.default_rng(0).normal(size=(2, 16000)).astype("float32")


def _rows(audio):
    return len(WhisperFeatureExtractor()(audio, sampling_rate=16000)["input_features"])


def breaks():
    assert _rows(STEREO) == 2
    assert _rows(STEREO[:, :50].T) == 50


def fixed():
    assert _rows(STEREO.mean(axis=0)) == 1

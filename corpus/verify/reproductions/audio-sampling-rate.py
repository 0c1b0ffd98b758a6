"""Audio of 44.1 kHz for a feature extractor of 16 kHz."""

from math import gcd

import numpy as np
from scipy.signal import resample_poly
from transformers import WhisperFeatureExtractor

RATE = 44100
AUDIO = np.sin(np.arange(RATE) / 20)


def breaks():
    WhisperFeatureExtractor()(AUDIO, sampling_rate=RATE)


def fixed():
    extractor = WhisperFeatureExtractor()
    step = gcd(RATE, extractor.sampling_rate)
    audio = resample_poly(AUDIO, extractor.sampling_rate // step, RATE // step).astype("float32")
    assert len(audio) == 16000
    assert np.array(extractor(audio, sampling_rate=16000)["input_features"]).shape == (1, 80, 3000)

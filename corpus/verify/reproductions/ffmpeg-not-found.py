"""A pipeline gets the bytes of an audio file, and there is no ffmpeg."""

import os

import numpy as np
from transformers import AutoModelForAudioClassification, Wav2Vec2Config, Wav2Vec2FeatureExtractor, pipeline


def _pipe():
    config = Wav2Vec2Config(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32, conv_dim=(16, 16),
        conv_stride=(8, 8), conv_kernel=(8, 8), num_conv_pos_embeddings=4, num_conv_pos_embedding_groups=2,
        classifier_proj_size=8,
    )  # fmt: skip
    model = AutoModelForAudioClassification.from_config(config).eval()
    return pipeline("audio-classification", model=model, feature_extractor=Wav2Vec2FeatureExtractor())


def breaks():
    os.environ["PATH"] = ""
    _pipe()(b"RIFF")


def fixed():
    audio = {"raw": np.sin(np.arange(16000) / 20).astype("float32"), "sampling_rate": 16000}
    assert len(_pipe()(audio)) == 2

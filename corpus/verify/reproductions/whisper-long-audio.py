"""Features of 75 seconds, and no timestamps."""

import torch
from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration


def _model():
    torch.manual_seed(0)
    config = WhisperConfig(
        vocab_size=1700, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_target_positions=64, num_mel_bins=8,
        pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=3,
    )  # fmt: skip
    model = WhisperForConditionalGeneration(config).eval()
    named = {"decoder_start_token_id": 3, "pad_token_id": 0, "eos_token_id": 2, "bos_token_id": 1, "max_length": 12}
    tables = {"lang_to_id": {"<|en|>": 100}, "task_to_id": {"transcribe": 110}, "is_multilingual": True}
    rest = {"no_timestamps_token_id": 115, "prev_sot_token_id": 114, "return_timestamps": False}
    model.generation_config = GenerationConfig(**named, **tables, **rest)
    return model


def _transcribed(**arguments):
    sound = torch.zeros(1, 8, 7500)
    mask = torch.ones(1, 7500, dtype=torch.long)
    return _model().generate(sound, attention_mask=mask, language="en", task="transcribe", **arguments)


def breaks():
    _transcribed(return_timestamps=False)


def fixed():
    assert len(_transcribed(return_timestamps=True)) == 1

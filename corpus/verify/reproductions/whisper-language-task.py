"""A checkpoint still has the old setting that names language and task as token ids."""

import torch
from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration

RELEASES = ">=4.46"


def _transcribed(old_setting):
    torch.manual_seed(0)
    config = WhisperConfig(
        vocab_size=120, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_source_positions=1500,
        max_target_positions=64, num_mel_bins=8, pad_token_id=0, bos_token_id=1, eos_token_id=2,
        decoder_start_token_id=3, suppress_tokens=[], begin_suppress_tokens=[],
    )  # fmt: skip
    model = WhisperForConditionalGeneration(config).eval()
    named = {"decoder_start_token_id": 3, "pad_token_id": 0, "eos_token_id": 2, "max_length": 12}
    tables = {"lang_to_id": {"<|en|>": 100, "<|zh|>": 101}, "task_to_id": {"transcribe": 110, "translate": 111}}
    rest = {"is_multilingual": True, "no_timestamps_token_id": 115, "return_timestamps": False}
    model.generation_config = GenerationConfig(**named, **tables, **rest)
    model.generation_config.forced_decoder_ids = old_setting
    given = {} if old_setting and _new() else {"language": "zh", "task": "transcribe"}
    return model.generate(torch.zeros(1, 8, 3000), return_dict_in_generate=True, **given)


def _new():
    import transformers

    return tuple(int(part) for part in transformers.__version__.split(".")[:2]) >= (4, 53)


def breaks():
    _transcribed([[1, 101], [2, 110]])


def fixed():
    result = _transcribed(None)
    assert getattr(result, "sequences", result).shape[0] == 1

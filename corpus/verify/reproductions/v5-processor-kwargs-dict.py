"""The old name of the audio argument, given to a processor of any kind."""

import tiny
from transformers import ProcessorMixin, WhisperFeatureExtractor

RELEASES = ">=5"


class Processor(ProcessorMixin):
    attributes = ("feature_extractor", "tokenizer")
    feature_extractor_class = "WhisperFeatureExtractor"
    tokenizer_class = "PreTrainedTokenizerFast"

    def __init__(self, feature_extractor, tokenizer):
        super().__init__(feature_extractor, tokenizer)


def _called(**arguments):
    return Processor(WhisperFeatureExtractor(), tiny.tokenizer())(text=["the weather"], **arguments)


def breaks():
    _called(audios=[[0.0] * 16000])


def fixed():
    result = _called(audio=[[0.0] * 16000], sampling_rate=16000)
    assert {"input_features", "input_ids"} <= set(result)

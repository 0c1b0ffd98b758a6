"""The ids of a window that ends within a phrase."""

import numpy as np
import tiny
from transformers.models.whisper.tokenization_whisper import _decode_asr

END = 0.5


class Pieces:
    """What the merging of windows asks of a Whisper tokenizer."""

    all_special_ids = (0,)
    language = None

    def convert_tokens_to_ids(self, name):
        return {"<|notimestamps|>": 399, "<|startofprev|>": 398, "<|startoftranscript|>": 397}.get(name, 0)

    def _strip_prompt(self, ids, *_):
        return ids

    def decode(self, ids, **_):
        return tiny.tokenizer().decode(ids)


def _chunks(ids):
    output = [{"tokens": np.array([ids]), "stride": (1.0, 0.0, 0.0)}]
    return _decode_asr(Pieces(), output, return_timestamps=True, return_language=False, time_precision=0.02)[1]


def breaks():
    _chunks([400, 5, 6, 7])


def fixed():
    (chunk,) = _chunks([400, 5, 6, 7, 400 + round(END / 0.02)])["chunks"]
    assert chunk["timestamp"][1] == END

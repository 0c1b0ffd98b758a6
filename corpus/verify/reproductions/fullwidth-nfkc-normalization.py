"""A normalizer replaces full-width signs before the text is cut."""

import unicodedata

import tiny
from tokenizers import normalizers

SILENT = True
TEXT = "ＡＢＣ１２３，。：（你）①㎡"


def _round_trip(text):
    tokenizer = tiny.tokenizer()
    tokenizer.backend_tokenizer.normalizer = normalizers.NFKC()
    return tokenizer.decode(tokenizer(text)["input_ids"], clean_up_tokenization_spaces=False)


def breaks():
    assert _round_trip(TEXT) == "ABC123,。:(你)1m2"


def fixed():
    clean = unicodedata.normalize("NFKC", TEXT)
    assert _round_trip(clean) == clean

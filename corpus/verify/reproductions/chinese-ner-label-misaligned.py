"""A run of digits or letters is one token: fewer tokens than characters, unless the characters come as words."""

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import PreTrainedTokenizerFast

SILENT = True
TEXT = "2024我爱hello"


def tokenizer():
    pieces = ["[UNK]", "2024", "2", "0", "4", "我", "爱", "hello", "h", "e", "l", "o"]
    backend = Tokenizer(models.WordPiece({piece: number for number, piece in enumerate(pieces)}, unk_token="[UNK]"))
    backend.normalizer = normalizers.BertNormalizer()
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="[UNK]")


def breaks():
    assert len(TEXT) == 11 and len(tokenizer()(TEXT)["input_ids"]) == 4


def fixed():
    encoding = tokenizer()(list(TEXT), is_split_into_words=True)
    assert encoding.word_ids() == list(range(11))

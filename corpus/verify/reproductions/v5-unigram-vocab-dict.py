"""A Unigram tokenizer of v5 wants pairs of piece and score, not a dictionary."""

from transformers import XLMRobertaTokenizer

RELEASES = ">=5"
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "\u2581a", "\u2581text", "<mask>"]


def breaks():
    XLMRobertaTokenizer(vocab={piece: number for number, piece in enumerate(PIECES)})


def fixed():
    tokenizer = XLMRobertaTokenizer(vocab=[(piece, 0.0) for piece in PIECES])
    assert tokenizer.tokenize("a text") == ["\u2581a", "\u2581text"]

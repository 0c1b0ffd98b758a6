"""Chinese without blanks counts as one word: it is masked completely or not at all."""

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import DataCollatorForLanguageModeling, PreTrainedTokenizerFast

SILENT = True
RELEASES = ">=4.57"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def tokenizer():
    pieces = {piece: number for number, piece in enumerate([*SPECIAL, *"今天气很好我爱你们"])}
    backend = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]"))
    backend.normalizer = normalizers.BertNormalizer()
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    backend.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    names = {f"{piece[1:-1].lower()}_token": piece for piece in SPECIAL}
    return PreTrainedTokenizerFast(tokenizer_object=backend, **names)


def masked(text):
    """Which share of the characters was masked, in 60 tries."""
    torch.manual_seed(0)
    row = tokenizer()(text, return_offsets_mapping=True, return_special_tokens_mask=True)
    replacement = {"mask_replace_prob": 1.0, "random_replace_prob": 0.0}  # 4.57 stumbles over the defaults
    collate = DataCollatorForLanguageModeling(tokenizer(), whole_word_mask=True, mlm_probability=0.3, **replacement)
    length = len(row["input_ids"]) - 2
    return {int((collate([dict(row)])["labels"] != -100).sum()) / length for _ in range(60)}


def breaks():
    assert masked("今天天气很好我爱你们") == {0.0, 1.0}


def fixed():
    assert len(masked("今天 天气 很好 我 爱 你们") - {0.0, 1.0}) > 2

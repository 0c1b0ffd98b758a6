"""RoFormer cuts words with a package that is not there."""

import sys
import tempfile
from pathlib import Path

from transformers import BertTokenizer, RoFormerTokenizer

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "今", "天"]


def _vocabulary():
    path = Path(tempfile.mkdtemp(), "vocab.txt")
    path.write_text("\n".join(WORDS), encoding="utf-8")
    return str(path)


def breaks():
    sys.modules["rjieba"] = None
    RoFormerTokenizer(_vocabulary())


def fixed():
    tokenizer = BertTokenizer.from_pretrained(str(Path(_vocabulary()).parent))
    assert tokenizer.tokenize("今天") == ["今", "天"]

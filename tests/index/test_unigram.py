"""The tokenizer: the pieces it finds, and that the tokenizers library finds the same."""

import json
import random
import struct
from pathlib import Path

import pytest

from tfhelp_index import encoder, unigram
from tfhelp_index.unigram import BOS, EOS, UNKNOWN, UnigramTokenizer

PACKAGED = Path(encoder.__file__).parent / "data" / "encoder"
TEXTS = Path(__file__).parent / "data" / "encoder_reference.json"
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


@pytest.fixture(scope="module")
def packaged() -> UnigramTokenizer:
    return UnigramTokenizer.open(PACKAGED / "vocabulary.bin")


def small(**scores: float) -> UnigramTokenizer:
    pieces = [*SPECIAL, *scores]
    return UnigramTokenizer(pieces, [0.0] * 4 + list(scores.values()), max(map(len, pieces)))


def pieces_of(tokenizer: UnigramTokenizer, text: str) -> list[int]:
    ids = tokenizer.encode(text)
    assert (ids[0], ids[-1]) == (BOS, EOS)
    return [number - len(SPECIAL) if number > UNKNOWN else -1 for number in ids[1:-1]]


def test_the_split_with_the_greatest_sum_wins():
    assert pieces_of(small(**{"▁a": -1, "b": -1, "▁ab": -3}), "ab") == [0, 1]
    assert pieces_of(small(**{"▁a": -1, "b": -3, "▁ab": -3}), "ab") == [2]


def test_of_two_equal_splits_the_one_with_the_longer_first_piece_wins():
    assert pieces_of(small(**{"▁a": -1, "b": -1, "▁ab": -2}), "ab") == [2]


def test_a_run_of_unknown_characters_is_one_piece():
    assert pieces_of(small(**{"▁": -1, "a": -1}), "xyza") == [0, -1, 1]


def test_blanks_of_all_kinds_separate_words_and_leave_no_piece():
    tokenizer = small(**{"▁a": -1, "▁b": -1})
    assert pieces_of(tokenizer, " a\u3000\t\n b\u200b ") == [0, 1]
    assert pieces_of(tokenizer, " \n ") == []


def test_special_pieces_in_a_text_are_ordinary_characters(packaged):
    ids = packaged.encode("</s><pad><unk>")
    assert not {BOS, EOS, 1} & set(ids[1:-1])


def test_wide_letters_and_ligatures_are_normalized(packaged):
    assert packaged.encode("ＣＵＤＡ，ﬁle") == packaged.encode("CUDA,file")


def test_the_tokenizers_library_finds_the_same_pieces(packaged):
    tokenizers = pytest.importorskip("tokenizers")
    library = tokenizers.Tokenizer.from_file(str(PACKAGED / "tokenizer.json"))
    letters = random.Random(0)
    alphabet = "".join(map(chr, (*range(1, 0x250), *range(0x2000, 0x2700), *range(0x4E00, 0x5200), 0x1F917)))
    noise = ["".join(letters.choices(alphabet, k=60)) for _ in range(300)]
    texts = [row["text"] for row in json.loads(TEXTS.read_text(encoding="utf-8"))]
    sources = Path(unigram.__file__).read_text(encoding="utf-8").splitlines()
    for text in (*texts, *sources, *noise):
        if not any(piece in text for piece in SPECIAL):
            assert packaged.encode(text) == library.encode(text).ids, text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 7,
        struct.pack("<II", 5, 3) + b"\0" * 20 + b"a\0b",
        struct.pack("<II", 2**31, 3),
        struct.pack("<II", 5, 1) + b"\0" * 20 + b"a\0b\0c\0d\0\xff",
        struct.pack("<II", 5, 1) + b"\0" * 6,
    ],
    ids=["empty", "short", "pieces missing", "too many", "not UTF-8", "scores cut off"],
)
def test_a_damaged_vocabulary_is_a_value_error(tmp_path, data):
    (tmp_path / "vocabulary.bin").write_bytes(data)
    with pytest.raises(ValueError, match=r"."):
        UnigramTokenizer.open(tmp_path / "vocabulary.bin")

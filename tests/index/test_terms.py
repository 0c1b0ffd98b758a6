"""One tokenization for what is indexed and what is asked."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp_index.terms import MAX_TERM_CHARS, fold, stem, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pad_token_id", {"pad_token_id", "pad", "token", "id"}),
        ("torch.bfloat16", {"torch.bfloat16", "torch", "bfloat", "16"}),
        ("HF_HUB_OFFLINE=1", {"hf_hub_offline", "hf", "hub"}),
        ("AutoModelForCausalLM", {"automodelforcausallm", "auto", "model", "for", "lm"}),
        ("LlamaTokenizerFast", {"llamatokenizerfast", "llama", "tokenizer", "fast"}),
        ("--fp16", {"fp16", "fp", "16"}),
        ("--no-cache-dir", {"no-cache-dir", "no", "dir"}),
        ("flash-attn", {"flash-attn", "flash", "attn"}),
        ("transformers==4.57.6", {"4.57.6", "57"}),
    ],
)
def test_identifiers_are_kept_whole_and_in_parts(text, expected):
    assert expected <= set(terms(text))


def test_an_identifier_is_found_however_it_is_written():
    assert terms("PadTokenId")[1:] == terms("pad_token_id")[1:] == terms("pad token id")


def test_plain_words_are_one_term_whatever_their_case():
    assert terms("Padding padding PADDING.") == ["pad"] * 3


def test_a_full_stop_at_the_end_of_a_sentence_is_no_part_of_the_name():
    assert terms("see pad_token_id.")[1:] == terms("pad_token_id")


def test_chinese_becomes_overlapping_pairs():
    assert terms("显存不足") == ["显存", "存不", "不足"]
    assert terms("卡") == ["卡"]


def test_chinese_and_english_without_a_blank_are_parted():
    assert terms("用gpt2做padding报错") == ["用", "gpt2", "gpt", "做", "pad", "报错"]


def test_traditional_and_simplified_are_one():
    assert terms("顯存不足") == terms("显存不足")
    assert terms("記憶體") == terms("记忆体")


def test_full_width_letters_are_letters():
    assert terms("ＣＵＤＡ　ｏｕｔ") == terms("CUDA out")
    assert terms("ｐａｄ＿ｔｏｋｅｎ") == terms("pad_token")


@pytest.mark.parametrize(
    "family",
    [
        "train trains trained training",
        "pad pads padded padding",
        "load loads loaded loading",
        "cache caches cached caching",
        "batch batches batched batching",
        "file files",
        "size sizes sized",
        "memory memories",
        "stop stops stopped stopping",
        "quantize quantizes quantized quantizing",
        "save saves saved saving",
        "install installs installed installing",
        "free freed freeing",
    ],
)
def test_inflected_forms_agree(family):
    assert len({stem(word) for word in family.split()}) == 1, {word: stem(word) for word in family.split()}


@pytest.mark.parametrize("word", ["loss", "bias", "ids", "gpu", "ring", "being", "st", "rss", "class"])
def test_stems_never_vanish(word):
    assert len(stem(word)) >= 2


def test_different_words_keep_different_stems():
    assert len({stem(word) for word in ("loss", "lose", "load", "lora", "loop")}) == 5


def test_an_endless_run_is_cut():
    assert max(map(len, terms("x" * 10_000 + "_y"))) <= MAX_TERM_CHARS
    assert max(map(len, terms("é" * 10_000))) <= MAX_TERM_CHARS


@pytest.mark.parametrize("text", ["", "   ", "!?。，", "😀", '"" () * : ^ + -'])
def test_text_without_words_has_no_terms(text):
    assert terms(text) == []


@pytest.mark.parametrize("text", ["a" * 200_000, "a_" * 100_000, "aB" * 100_000, "显" * 200_000, "-." * 100_000])
def test_long_text_is_cut_up_in_linear_time(text):
    begun = time.process_time()
    terms(text)
    assert time.process_time() - begun < 2


@given(st.text(max_size=300))
def test_any_text_is_cut_up_the_same_way_twice_and_after_folding(text):
    assert terms(text) == terms(text)
    assert terms(fold(text)) == terms(text)
    assert all(term and not term.isspace() for term in terms(text))

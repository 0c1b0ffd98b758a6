"""Search by error templates."""

import time

import pytest

from tfhelp_index.build import compile_signatures
from tfhelp_index.signatures import MAX_LINE_CHARS, CompiledSignature, search, whole_words, words_of


def compiled(entry, *literals, weight=None):
    anchor = max(literals, key=len)
    weight = weight or float(sum(map(len, literals)))
    return CompiledSignature(entry, "{x}".join(literals), literals, anchor, "", weight)


def test_an_error_line_finds_its_entry(corpus):
    signatures = compile_signatures(corpus.entries)
    for ordinal, entry in enumerate(corpus.entries):
        (match,) = search(signatures, [entry.signatures[0].example])
        assert (match.entry, match.line) == (ordinal, 0)
        assert 0 < match.coverage <= 1


def test_the_specific_one_beats_the_general_one():
    general, specific = compiled(0, "out of memory"), compiled(1, "cuda out of memory. tried to allocate", "gib")
    line = "CUDA out of memory. Tried to allocate 2 GiB"
    for signatures in ([general, specific], [specific, general]):
        assert [match.entry for match in search(signatures, [line])] == [1, 0]


def test_the_first_line_beats_a_later_one():
    signatures = [compiled(0, "first message"), compiled(1, "other message")]
    assert [m.entry for m in search(signatures, ["the other message", "the first message"])] == [1, 0]
    assert [m.entry for m in search(signatures, ["the first message", "the other message"])] == [0, 1]


def test_a_line_far_down_counts_less():
    signature = [compiled(0, "the message")]
    scores = [search(signature, ["x"] * before + ["the message"])[0].score for before in (0, 1, 5)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_an_entry_is_found_once_by_its_best_signature():
    signatures = [compiled(0, "a message"), compiled(0, "a message of some length"), compiled(0, "message of")]
    (match,) = search(signatures, ["A message of some length"])
    assert match.pattern == "a message of some length"


def test_ties_are_broken_by_ordinal():
    signatures = [compiled(entry, "same text") for entry in (4, 2, 3)]
    assert [match.entry for match in search(signatures, ["same text"])] == [2, 3, 4]


def test_a_message_is_not_put_together_from_two_lines():
    assert search([compiled(0, "first half", "second half")], ["the first half", "the second half"]) == []


@pytest.mark.parametrize("lines", [[], [""], ["   "], ["nothing of that kind"]])
def test_other_text_finds_nothing(lines):
    assert search([compiled(0, "the message")], lines) == []


def test_what_many_entries_share_weighs_less(corpus_folder, entry_text):
    from tfhelp_corpus.corpus import Corpus

    shared = {"pattern": "Shared message of all {x} and so on", "example": "Shared message of all four and so on"}
    for number, name in enumerate(("one", "two", "three"), start=5):
        own = {"pattern": f"Very own message of {name}", "example": f"Very own message of {name}"}
        values = own if name == "three" else shared
        text = entry_text(code=f"TF000{number}", id=name, **values)
        (corpus_folder / "guide" / f"{name}.md").write_text(text, encoding="utf-8")
    by_pattern = {}
    for signature in compile_signatures(Corpus.load(corpus_folder).entries):
        by_pattern.setdefault(signature.pattern, []).append(signature.weight)
    (own,) = by_pattern["Very own message of three"]
    assert own == len("very own message of three")
    assert by_pattern[shared["pattern"]] == [(len("shared message of all") + len("and so on")) / 2] * 2


def test_the_anchor_is_the_rarest_part_that_is_long_enough(corpus):
    for signature in compile_signatures(corpus.entries):
        assert signature.anchor in signature.literals
        assert len(signature.anchor) >= 8


def test_the_tail_of_an_endless_line_is_data():
    signature = [compiled(0, "the message")]
    assert search(signature, ["x" * (MAX_LINE_CHARS - 20) + " the message"])
    assert search(signature, ["x" * MAX_LINE_CHARS + " the message"]) == []


def test_hostile_lines_are_searched_in_bounded_time():
    signatures = [compiled(n, "aaaaaaaa", "aaaaaaab", f"{n}") for n in range(100)]
    begun = time.process_time()
    search(signatures, ["a" * 200_000] * 20 + ["[" * 60_000] * 20)
    assert time.process_time() - begun < 5


def test_every_example_keeps_its_signature_by_its_words(corpus):
    for signature in compile_signatures(corpus.entries):
        for example in (
            s.example for s in corpus.entries[signature.entry].signatures if s.pattern == signature.pattern
        ):
            assert not signature.word or signature.word in words_of(["before", f"E   {example.upper()}!"])


def test_a_word_at_the_edge_of_a_part_may_go_on():
    assert list(whole_words(("the model config", "uration of gpt"))) == ["model"]
    assert list(whole_words(("configuration",))) == []


def test_words_are_found_whatever_their_case_and_quotes():
    assert {"pad_token", "select"} <= words_of(["Please `SELECT` a", "(Pad_Token)"])

"""Keeping to given sentences: what is made likelier, what is told once only, what is guessed. Tokens are letters."""

import pytest

from tfhelp.worker.copying import BEGINNING, CARRYING_ON, MOST_GUESSED, SURE, Copying
from tfhelp.worker.decoding import choose_token

END = 0
FULL, BUSY = "Memory is full.", "The card is busy."


def letters(text):
    return [ord(letter) for letter in text]


def copying(*sentences):
    return Copying(
        [letters(text) for text in sentences], range(len(sentences)), frozenset({END}), lambda t: t == ord(".")
    )


def after(text, *sentences):
    made = copying(*sentences)
    for letter in text:
        made.push(ord(letter))
    return made


def likelier(made):
    return {chr(token): value for token, value in made.bonus().items() if value and token != END}


def guessed(made):
    return "".join(map(chr, made.guess()))


def test_at_the_beginning_every_sentence_may_begin():
    assert likelier(after("", FULL, BUSY)) == {"M": BEGINNING, "T": BEGINNING}


def test_the_longer_a_sentence_is_copied_the_likelier_it_goes_on():
    values = [likelier(after(FULL[:length], FULL))[FULL[length]] for length in range(1, SURE + 2)]
    assert values == sorted(values)
    assert values[-1] == CARRYING_ON


def test_a_sentence_can_be_joined_in_its_middle():
    assert likelier(after("So it is ful", FULL))["l"] == CARRYING_ON


def test_the_sentence_that_is_copied_longest_goes_before_one_that_shares_some_words():
    found = likelier(after("The card is f", "The card is full.", "No card is free."))
    assert found["u"] == CARRYING_ON
    assert found["r"] < CARRYING_ON


def test_a_sentence_is_told_once():
    made = after(FULL, FULL, BUSY)
    assert set(likelier(made)) == {"T"}
    for letter in " Memory":
        made.push(ord(letter))
    assert " " not in likelier(made)
    assert not made.guess()


def test_two_ways_of_writing_a_sentence_are_one_sentence():
    made = Copying([letters(FULL), letters(f" {FULL}")], [0, 0], frozenset({END}), lambda token: token == ord("."))
    for letter in FULL:
        made.push(ord(letter))
    assert not likelier(made)


def test_the_text_may_end_from_the_second_sentence_on_and_more_so_with_each_further_one():
    sentences = [f"{letter} tells it." for letter in "ABCD"]
    ends = [after(" ".join(sentences[:count]), *sentences).bonus().get(END, 0) for count in range(5)]
    assert ends == [0, 0, BEGINNING, 2 * BEGINNING, 3 * BEGINNING]


def test_what_follows_is_guessed_up_to_the_end_of_the_sentence():
    text = "Memory is full today."
    assert guessed(after("Mem", text)) == text[3 : 3 + MOST_GUESSED]
    assert guessed(after("Memory is full to", text)) == "day."


@pytest.mark.parametrize("text", ["", "x", "Nothing of it", FULL])
def test_nothing_is_guessed_where_nothing_is_copied(text):
    assert guessed(after(text, FULL)) == ""


def test_a_sentence_of_the_writers_own_is_followed_by_one_of_the_given_ones():
    assert likelier(after("All is well.", FULL)) == {"M": BEGINNING}


def test_a_dot_within_a_sentence_that_is_copied_does_not_end_it():
    found = after("Use v4.", "Use v4.46 of it.")
    assert guessed(found) == "46 of it"
    assert set(likelier(found)) == {"4"}


def test_without_sentences_nothing_changes():
    made = after("Anything. At all. ")
    assert likelier(made) == {}
    assert made.guess() == []


def test_a_bonus_changes_the_choice():
    torch = pytest.importorskip("torch")
    logits = torch.tensor([0.0, 2.0, 1.5])
    assert choose_token(logits.clone(), []) == 1
    assert choose_token(logits.clone(), [], {2: 1.0}) == 2

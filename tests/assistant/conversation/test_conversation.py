"""Conversations with the packaged index."""

import pytest

from tfhelp.assistant import Assistant
from tfhelp.conversation.conversation import Conversation, answer_of

OOM = "CUDA out of memory when training"
CACHE = "AttributeError: 'DynamicCache' object has no attribute 'get_max_length'"
TRACE = """Traceback (most recent call last):
  File "train.py", line 12, in <module>
    batch = tokenizer(texts, padding=True)
ValueError: Asking to pad but the tokenizer does not have a padding token."""


@pytest.fixture(scope="module")
def assistant():
    return Assistant.open()


def talk(assistant, *texts) -> list:
    conversation = Conversation()
    return [conversation.ask(assistant, text) for text in texts]


def test_turns_are_numbered_and_hold_what_was_shown(assistant):
    first, second = talk(assistant, OOM, "and with LoRA?")
    assert (first.number, second.number, second.plan.refines) == (1, 2, 1)
    assert first.codes == tuple(candidate.record.code for candidate in first.answer.candidates)
    assert first.confident == first.answer.confident


def test_planning_changes_nothing(assistant):
    conversation = Conversation()
    conversation.ask(assistant, OOM)
    assert conversation.plan("still the same") == conversation.plan("still the same")
    assert len(conversation.turns) == 1


def test_saying_that_it_failed_brings_other_entries_first(assistant):
    turns = talk(assistant, OOM, "still the same", "还是不行")
    first = [turn.codes[0] for turn in turns]
    assert len(set(first)) == 3
    assert turns[2].plan.exclude == tuple(first[:2])
    assert not set(first[:2]) & set(turns[2].codes)


def test_naming_versions_changes_whether_an_entry_applies(assistant):
    turns = talk(assistant, CACHE, "I am on transformers 4.30", "4.57.1")
    assert len({turn.codes[0] for turn in turns}) == 1
    assert [turn.answer.candidates[0].applies for turn in turns] == ["unknown", "no", "yes"]


def test_a_refinement_keeps_the_subject(assistant):
    first, second = talk(assistant, OOM, "and with LoRA?")
    assert second.codes[0] == first.codes[0]
    assert second.confident


def test_a_new_question_forgets_what_was_excluded(assistant):
    turns = talk(assistant, OOM, "没用", TRACE, OOM)
    assert turns[2].plan.exclude == turns[3].plan.exclude == ()
    assert turns[3].codes == turns[0].codes


def test_the_full_error_after_a_vague_question_is_understood(assistant):
    vague, full = talk(assistant, "my script crashes", TRACE)
    assert not vague.confident
    assert (full.plan.relation, full.codes[0]) == ("more", "TF0043")


def test_an_entry_asked_for_by_its_code_does_not_come_back_when_it_failed(assistant):
    first, second = talk(assistant, "TF0003", "still the same")
    assert first.codes == ("TF0003",)
    assert "TF0003" not in second.codes
    assert second.confident


def test_a_paste_without_end_is_refined_in_bounds(assistant):
    log = "step 1 loss 2.0\n" * 200_000 + TRACE
    first, second = talk(assistant, log, "I use transformers 4.46")
    assert second.codes[0] == first.codes[0] == "TF0043"
    assert second.answer.versions["transformers"] == "4.46"
    assert len(second.plan.question) < 1_000


def test_a_turn_from_the_history_is_answered_again(assistant):
    turn = talk(assistant, OOM, "still the same")[1]
    assert [candidate.record.code for candidate in answer_of(assistant, turn.plan).candidates] == list(turn.codes)

"""Prompts and texts on their way through a model, without one: pieces, characters, templates, cuts, rounds."""

import itertools
import re

import pytest

from tfhelp.worker.cutting import GAP
from tfhelp.worker.decoding import goes_round
from tfhelp.worker.jobs import Job, JobCancelled, JobFailed
from tfhelp.worker.prefill import MOST_TOKENS, Pace, read_in_pieces
from tfhelp.worker.prompting import PLAIN_STOP, Prompter
from tfhelp.worker.text_stream import TextStream


@pytest.fixture
def job():
    return Job(1, lambda frame: None)


class Clock:
    """Time that passes with every token that is read."""

    def __init__(self, seconds_per_token):
        self.now = 0.0
        self.each = seconds_per_token

    def read(self, start, end, state):
        self.now += self.each * (end - start)
        return [*(state or []), *range(start, end)]

    def __call__(self):
        return self.now


@pytest.mark.parametrize("total", [1, 15, 16, 17, 64, 1000])
@pytest.mark.parametrize("seconds", [0.0001, 0.003, 1.0])
def test_every_token_is_read_once_and_in_order(job, total, seconds):
    clock, told = Clock(seconds), []
    assert read_in_pieces(total, clock.read, job, told.append, clock=clock) == list(range(total))
    assert told[-1] == total
    assert all(0 < after - before <= MOST_TOKENS for before, after in zip([0, *told], told, strict=False))


def test_pieces_grow_on_a_fast_machine_and_stay_short_on_a_slow_one(job):
    fast, slow = [], []
    clock = Clock(0.0001)
    read_in_pieces(1000, clock.read, job, fast.append, clock=clock)
    clock = Clock(0.02)
    read_in_pieces(1000, clock.read, job, slow.append, clock=clock)
    assert max(after - before for before, after in itertools.pairwise(fast)) == 64
    assert max(after - before for before, after in itertools.pairwise(slow)) == 16


def test_the_pace_is_kept_for_the_next_prompt(job):
    pace, clock = Pace(), Clock(0.0001)
    read_in_pieces(1000, clock.read, job, pace=pace, clock=clock)
    told = []
    read_in_pieces(64, clock.read, job, told.append, pace, clock)
    assert told == [64]


def test_a_cancel_is_heard_after_the_piece_at_work(job):
    clock, told = Clock(0.001), []

    def told_once(done):
        told.append(done)
        if len(told) == 3:
            job.cancel()

    with pytest.raises(JobCancelled):
        read_in_pieces(1000, clock.read, job, told_once, clock=clock)
    assert len(told) == 3


def decode_bytes(ids):
    return bytes(ids).decode("utf-8", errors="replace")


def streamed(text, **options):
    stream = TextStream(decode_bytes, **options)
    pieces = []
    for byte in text.encode():
        pieces.append(stream.push(byte))
        if stream.stopped:
            break
    pieces.append(stream.end())
    return pieces


@pytest.mark.parametrize("text", ["hello world", "显存不足，请减小批大小。", "a🤗b", "", "é", "x" * 300])
def test_pieces_are_whole_characters_and_add_up_to_the_text(text):
    pieces = streamed(text)
    assert "".join(pieces) == text
    assert not any("\ufffd" in piece for piece in pieces)


def test_a_text_goes_out_as_it_comes():
    assert streamed("abc")[:3] == ["a", "b", "c"]


def test_a_character_that_is_never_completed_is_dropped():
    stream = TextStream(decode_bytes)
    assert [stream.push(byte) for byte in b"ab" + "显".encode()[:2]] == ["a", "b", "", ""]
    assert stream.end() == ""


def test_bytes_that_are_no_text_do_not_hold_up_the_rest():
    stream = TextStream(decode_bytes)
    text = "".join(stream.push(byte) for byte in b"a" + b"\xff" * 10 + b"b") + stream.end()
    assert text.startswith("a")
    assert text.endswith("b")


def test_tokens_whose_text_depends_on_the_one_before_are_joined_rightly():
    def decode(ids):  # as SentencePiece does: the blank before the first word is dropped
        return " ".join(f"w{token}" for token in ids)

    stream = TextStream(decode)
    assert "".join([stream.push(1), stream.push(2), stream.push(3), stream.end()]) == "w1 w2 w3"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<think>well, hmm</think>\n\nyes", "yes"),
        ("\n<think>\n</think>\n是的", "是的"),
        ("<think>never ends", ""),
        ("<thinking> is a tag", "<thinking> is a tag"),
        ("<", "<"),
        ("a <think>b</think>", "a <think>b</think>"),
    ],
)
def test_thoughts_are_left_out(text, shown):
    assert "".join(streamed(text)) == shown


def test_a_thought_that_the_prompt_began_is_left_out():
    assert "".join(streamed("hmm</think>yes", thinking=True)) == "yes"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("yes.\n### Question: x", "yes."), ("a\n#b\n##c", "a\n#b\n##c"), ("a\n##", "a\n##"), ("\n### x", "")],
)
def test_a_text_ends_where_the_plain_prompt_would_go_on(text, shown):
    assert "".join(streamed(text, stop=PLAIN_STOP)) == shown


class Words:
    """A tokenizer of words, with a template or without."""

    def __init__(self, template="chat", system=True, silent=False):
        self.chat_template = template
        self.system, self.silent = system, silent
        self.given = ()

    def apply_chat_template(self, turns, **options):
        self.given = turns
        if turns[0]["role"] == "system" and not self.system:
            raise ValueError("System role not supported")
        kept = [turn for turn in turns if not (self.silent and turn["role"] == "system")]
        return "".join(f"<{turn['role']}> {turn['content']} " for turn in kept) + "<assistant>"

    def __call__(self, text, add_special_tokens):
        self.text = text
        return {"input_ids": re.findall(r"\S+", text)}


ASKED = (("system", "Be brief."), ("user", "Why?"))


def test_a_template_is_used_where_there_is_one():
    prompt = Prompter(Words(), "one").prompt(ASKED, 100)
    assert prompt.ids == ["<system>", "Be", "brief.", "<user>", "Why?", "<assistant>"]
    assert (prompt.stop, prompt.was_cut, prompt.thinking) == ("", False, False)


@pytest.mark.parametrize("tokenizer", [Words(system=False), Words(silent=True)])
def test_a_system_role_that_a_template_refuses_or_drops_is_said_by_the_user(tokenizer):
    prompter = Prompter(tokenizer, "one")
    for _ in range(2):
        assert prompter.prompt(ASKED, 100).ids == ["<user>", "Be", "brief.", "Why?", "<assistant>"]


def test_a_template_that_is_broken_is_a_sentence():
    class Broken(Words):
        def apply_chat_template(self, turns, **options):
            raise KeyError("nothing works")

    with pytest.raises(JobFailed) as failed:
        Prompter(Broken(), "one").prompt(ASKED, 100)
    assert failed.value.code == "load_failed"


def test_without_a_template_a_plain_prompt_says_who_speaks():
    tokenizer = Words(template=None)
    prompter = Prompter(tokenizer, "one")
    prompt = prompter.prompt(ASKED, 100)
    assert not prompter.templated
    assert tokenizer.text == "Be brief.\n\n### Question:\nWhy?\n\n### Answer:\n"
    assert prompt.stop == PLAIN_STOP


def long_message(sentences=50):
    return "".join(f"Sentence number {n} says this. " for n in range(sentences)) + "\n\nQuestion: what is the cause?"


@pytest.mark.parametrize("limit", [40, 60, 120])
def test_a_prompt_that_is_too_long_loses_its_middle_at_the_end_of_a_sentence(limit):
    prompt = Prompter(Words(), "one").prompt((("system", "Be brief."), ("user", long_message())), limit)
    text = " ".join(prompt.ids)
    assert limit - 12 < len(prompt.ids) <= limit < prompt.total
    assert prompt.was_cut
    assert text.startswith("<system> Be brief. <user> Sentence number 0 says this.")
    assert text.endswith("Question: what is the cause? <assistant>")
    assert f"this. {GAP.strip()} Question:" in text


def test_chinese_is_cut_at_the_end_of_a_sentence():
    class Characters(Words):
        def __call__(self, text, add_special_tokens):
            return {"input_ids": list(text)}

    text = "显存不够时请减小批大小。" * 30 + "\n\n问题：怎么办？"
    kept = "".join(Prompter(Characters(), "one").prompt((("user", text),), 100).ids)
    assert len(kept) <= 100
    assert "。\n[…]\n问题：怎么办？" in kept


def test_earlier_turns_go_first():
    turns = (("system", "S."), ("user", "old " * 50), ("assistant", "a " * 50), ("user", "And now?"))
    prompt = Prompter(Words(), "one").prompt(turns, 30)
    assert prompt.ids == ["<system>", "S.", "<user>", "And", "now?", "<assistant>"]


def test_one_endless_paragraph_keeps_its_end():
    prompt = Prompter(Words(), "one").prompt((("user", long_message().replace("\n\n", " ")),), 40)
    assert len(prompt.ids) <= 40
    assert prompt.ids[-6:] == ["Question:", "what", "is", "the", "cause?", "<assistant>"]


def test_instructions_that_fill_everything_are_refused_with_the_numbers():
    with pytest.raises(JobFailed) as failed:
        Prompter(Words(), "one").prompt((("system", "rule " * 100), ("user", "Why?")), 50)
    assert failed.value.code == "prompt_too_long"
    assert failed.value.values["limit"] == "50"


@pytest.mark.parametrize(
    ("tokens", "round_"),
    [
        ([5] * 18, True),
        ([5] * 10, False),
        ([1, 2, 3] * 6, True),
        (list(range(20)) * 2, False),
        ([99, *list(range(20)) * 3], True),
        (list(range(200)), False),
        ([], False),
    ],
)
def test_a_text_that_goes_round_is_noticed(tokens, round_):
    assert goes_round(tokens) is round_

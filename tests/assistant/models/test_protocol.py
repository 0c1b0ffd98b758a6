"""Frames survive the way through a pipe, and what is no frame is recognised."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp.models import protocol
from tfhelp.models.protocol import (
    Cancel,
    Done,
    Encode,
    EncoderSpec,
    Failed,
    Frame,
    Generate,
    Heartbeat,
    Notice,
    Piece,
    Progress,
    ProtocolError,
    Vectors,
)

SPEC = EncoderSpec("/models/e5", "cuda:1", "fp16", 8, ("query: ", "passage: "), (64, 256))
MESSAGES = [
    Encode(SPEC, ("one", "两", "\ud800", "a\nb"), "query"),
    Generate("/m.gguf", (("system", "be brief"), ("user", "为什么？\u2028")), 12, "cpu", "bf16"),
    Cancel(3),
    Progress("prefill", 64, 1000),
    Notice("out_of_memory_halved", {"batch": "16"}),
    Vectors(2, 3),
    Piece("\n{}"),
    Done({"tokens": 3.0, "device": "cpu"}),
    Failed("cancelled", {}),
    Heartbeat(),
]


def sent(*frames):
    pipe = io.BytesIO()
    for frame in frames:
        protocol.write(pipe, frame)
    return pipe.getvalue()


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_comes_out_as_it_went_in(message):
    assert protocol.read(io.BytesIO(sent(Frame(7, message, b"\n\0{")))) == Frame(7, message, b"\n\0{")


def test_frames_follow_each_other_up_to_the_end_of_the_stream():
    pipe = io.BytesIO(sent(*(Frame(number, Piece("x"), bytes(number)) for number in range(3))))
    assert [protocol.read(pipe).payload for _ in range(3)] == [b"", b"\0", b"\0\0"]
    assert protocol.read(pipe) is None


@given(st.text(), st.binary(max_size=200))
def test_any_text_and_any_bytes_pass(text, payload):
    assert protocol.read(io.BytesIO(sent(Frame(1, Piece(text), payload)))) == Frame(1, Piece(text), payload)


@pytest.mark.parametrize("cut", range(1, len(sent(Frame(1, Piece("text"), b"12345"))), 7))
def test_a_stream_that_ends_within_a_frame_is_no_message(cut):
    whole = sent(Frame(1, Piece("text"), b"12345"))
    with pytest.raises(ProtocolError):
        protocol.read(io.BytesIO(whole[:-cut]))


@pytest.mark.parametrize(
    "line",
    [
        b"Loading model...",
        b"[]",
        b"{}",
        b'"text"',
        b'{"kind": "piece"}',
        b'{"kind": "exec", "id": 1, "bytes": 0, "message": {}}',
        b'{"kind": "piece", "id": 1, "bytes": 0, "message": {"text": "x", "more": 1}}',
        b'{"kind": "piece", "id": 1, "bytes": 0, "message": {}}',
        b'{"kind": "piece", "id": "x", "bytes": 0, "message": {"text": "x"}}',
        b'{"kind": ["piece"], "id": 1, "bytes": 0, "message": {"text": "x"}}',
        b"\xff\xfe\x00",
    ],
)
def test_a_line_that_is_something_else_is_no_message(line):
    with pytest.raises(ProtocolError):
        protocol.read(io.BytesIO(line + b"\n"))

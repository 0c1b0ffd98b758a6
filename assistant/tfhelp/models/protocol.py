"""What the program and its model process say to each other, over two pipes.

A frame is one line of JSON, then as many raw bytes as the line's ``bytes`` says. A line names the message's
``kind``, the ``id`` of the request that it belongs to, and the message's own fields. Requests go down: `Encode`,
`Generate`, `Cancel`. Replies come up, any number for a request, and the last one is `Done` or `Failed`. A
`Heartbeat`, id 0, comes every second in between: a process that sends none is stuck.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import IO, Any, TypeAlias

MAX_LINE = 64_000_000
"""A longer line is no message of ours."""

MAX_PAYLOAD = 4_000_000_000
"""More bytes than any reply carries."""

HEARTBEAT_SECONDS = 1.0

Role: TypeAlias = str
"""Of a text that is embedded: ``query`` or ``passage``. Of a chat message: ``system``, ``user``, ``assistant``."""


@dataclass(frozen=True, slots=True)
class EncoderSpec:
    """An encoder to embed with, and how it is to run."""

    folder: str
    """A sentence-transformers folder."""
    device: str = "auto"
    """``auto``, ``cuda``, ``cuda:1``, ``mps`` or ``cpu``."""
    dtype: str = "auto"
    """``auto``, ``fp16``, ``bf16`` or ``fp32``."""
    batch_size: int | None = None
    """Texts at a time; None to choose."""
    prefixes: tuple[str, str] = ("", "")
    """Put before a query and before a passage."""
    max_tokens: tuple[int, int] = (128, 512)
    """Of a query and of a passage; longer ones lose their tail."""


@dataclass(frozen=True, slots=True)
class Encode:
    """Embed texts: `Progress`, `Notice`, at last `Vectors` (float32, shape (n, dim), in order) and `Done`."""

    encoder: EncoderSpec
    texts: tuple[str, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class Generate:
    """Write a text: `Progress` while the prompt is read, `Piece` after piece, `Done` with figures."""

    model: str
    """A transformers folder, or a GGUF file."""
    messages: tuple[tuple[Role, str], ...]
    """Roles and texts; the last one is the user's."""
    max_tokens: int = 256
    device: str = "auto"
    dtype: str = "auto"
    phrases: tuple[str, ...] = ()
    """Sentences that the text should keep to; what carries one of them on is made more likely."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop the request ``target``; it ends with `Failed` (``cancelled``). Has no reply of its own."""

    target: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a request is; ``stage`` is ``convert``, ``load``, ``encode`` or ``prefill``."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the user should know, and that stops nothing: a key of `tfhelp.models.words`, and its values."""

    code: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Embedded texts; the frame's bytes are float32, little-endian, row after row."""

    count: int
    dim: int


@dataclass(frozen=True, slots=True)
class Piece:
    """The next part of a text that is being written."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The request is finished; figures: ``tokens``, ``tokens_per_second``, ``first_token_seconds``, ``device``."""

    figures: dict[str, float | str]


@dataclass(frozen=True, slots=True)
class Failed:
    """The request ended without success: a key of `tfhelp.models.words`, and its values."""

    code: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The process lives."""


Request: TypeAlias = Encode | Generate | Cancel
Reply: TypeAlias = Progress | Notice | Vectors | Piece | Done | Failed | Heartbeat
Message: TypeAlias = Request | Reply

_KINDS: dict[str, type[Message]] = {
    kind.__name__.lower(): kind
    for kind in (Encode, Generate, Cancel, Progress, Notice, Vectors, Piece, Done, Failed, Heartbeat)
}


class ProtocolError(Exception):
    """Bytes that are no message; whoever sent them cannot be spoken to any more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A message as it travels."""

    id: int
    """Of the request; 0 belongs to none."""
    message: Message
    payload: bytes = b""


def write(stream: IO[bytes], frame: Frame) -> None:
    """Send a frame; raises `OSError` when nobody reads any more."""
    head = {"kind": type(frame.message).__name__.lower(), "id": frame.id, "bytes": len(frame.payload)}
    line = json.dumps(head | {"message": asdict(frame.message)}, ensure_ascii=True).encode()
    stream.write(line + b"\n" + frame.payload)
    stream.flush()


def read(stream: IO[bytes]) -> Frame | None:
    """The next frame, None at the end of the stream.

    Raises:
        ProtocolError: the stream ends within a frame, or holds something else.
    """
    line = stream.readline(MAX_LINE)
    if not line:
        return None
    try:
        head = json.loads(line)
        message = _parse(_KINDS[head["kind"]], head["message"])
        number, size = int(head["id"]), int(head["bytes"])
        if not 0 <= size <= MAX_PAYLOAD:
            raise ValueError(f"{size} bytes")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ProtocolError(f"not a message: {line[:80]!r}") from error
    payload = stream.read(size)
    if len(payload) != size:
        raise ProtocolError(f"the stream ended {size - len(payload)} bytes early")
    return Frame(number, message, payload)


def _parse(kind: type[Message], data: dict[str, Any]) -> Message:
    known = {field.name for field in fields(kind)}
    if data.keys() - known:
        raise ValueError(f"unknown fields: {sorted(data.keys() - known)}")
    if "encoder" in data:
        spec = data["encoder"]
        data["encoder"] = EncoderSpec(
            **spec | {"prefixes": tuple(spec["prefixes"]), "max_tokens": tuple(spec["max_tokens"])}
        )
    for name in data.keys() & {"texts", "phrases"}:
        data[name] = tuple(data[name])
    if "messages" in data:
        data["messages"] = tuple((role, text) for role, text in data["messages"])
    return kind(**data)

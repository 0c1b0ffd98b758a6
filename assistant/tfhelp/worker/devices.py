"""On what a model runs, and in which numbers: decided by a description of the machine, which a test can make up."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .jobs import JobFailed

if TYPE_CHECKING:
    import torch

HALF_SINCE, BRAIN_SINCE = (7, 0), (8, 0)
"""Compute capability from which a card is fast in fp16, and can do bf16."""


@dataclass(frozen=True, slots=True)
class Card:
    """A graphics card that torch can use; bytes."""

    name: str
    total: int
    free: int
    capability: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hardware:
    """What torch finds on this machine."""

    cards: tuple[Card, ...] = ()
    mps: bool = False
    cores: int = 1
    free: int | None = None
    """Main memory that a program can still take, in bytes; None where the system does not say."""

    @property
    def devices(self) -> tuple[str, ...]:
        """Every device, by the name that a user would give it."""
        return (*(f"cuda:{n}" for n in range(len(self.cards))), *(["mps"] if self.mps else []), "cpu")

    def free_on(self, device: str) -> int | None:
        """Free bytes on a device; Apple's chips share the main memory."""
        return self.cards[_number(device)].free if device.startswith("cuda") else self.free


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a model runs."""

    device: str
    """``cuda:0``, ``mps`` or ``cpu``."""
    dtype: str
    """``fp16``, ``bf16`` or ``fp32``."""


def choose(hardware: Hardware, device: str = "auto", dtype: str = "auto") -> Choice:
    """Choose device and dtype.

    Args:
        hardware: what there is.
        device: ``auto`` (the card with most free memory, else mps, else cpu), ``cuda`` (that card), ``cuda:1``,
            ``mps`` or ``cpu``.
        dtype: ``auto`` (fp16 where it is fast, else fp32), ``fp16``, ``bf16`` or ``fp32``.

    Raises:
        JobFailed: ``no_device``, or ``no_dtype``.
    """
    where = _device(hardware, device)
    able = _dtypes(hardware, where)
    if dtype == "auto":
        return Choice(where, able[0])
    if dtype not in able:
        raise JobFailed("no_dtype", device=where, dtype=dtype)
    return Choice(where, dtype)


def _device(hardware: Hardware, device: str) -> str:
    freest = max(range(len(hardware.cards)), key=lambda n: (hardware.cards[n].free, -n), default=None)
    if device in ("auto", "cuda") and freest is not None:
        return f"cuda:{freest}"
    if device == "auto":
        return "mps" if hardware.mps else "cpu"
    if device not in hardware.devices:
        raise JobFailed("no_device", device=device, usable=", ".join(hardware.devices))
    return device


def _dtypes(hardware: Hardware, device: str) -> list[str]:
    """What a device computes in, the one for ``auto`` first."""
    if device == "cpu":
        return ["fp32", "bf16"]
    if device == "mps":
        return ["fp16", "fp32"]
    capability = hardware.cards[_number(device)].capability
    able = ["fp16", "fp32"] if capability >= HALF_SINCE else ["fp32"]
    return [*able, "bf16"] if capability >= BRAIN_SINCE else able


def _number(device: str) -> int:
    return int(device.partition(":")[2] or 0)


def describe() -> Hardware:
    """Ask torch what there is; a card whose driver fails is left out."""
    import os

    import torch

    from tfhelp.models.memory import free_memory

    mps = getattr(torch.backends, "mps", None)
    return Hardware(
        cards=tuple(_cards(torch)),
        mps=bool(mps and mps.is_available()),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        free=free_memory(),
    )


def _cards(torch: Any) -> list[Card]:
    """The cards, in torch's order; from the first that fails on, none, so that numbers keep their meaning."""
    cards: list[Card] = []
    with contextlib.suppress(RuntimeError, AssertionError):
        for number in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
            free, total = torch.cuda.mem_get_info(number)
            name, capability = torch.cuda.get_device_name(number), torch.cuda.get_device_capability(number)
            cards.append(Card(name, total, free, capability))
    return cards


def torch_dtype(dtype: str) -> torch.dtype:
    """Torch's name of ``fp16``, ``bf16`` or ``fp32``."""
    import torch

    return {"fp16": torch.float16, "bf16": torch.bfloat16, "fp32": torch.float32}[dtype]

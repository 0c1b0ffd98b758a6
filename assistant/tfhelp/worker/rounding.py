"""Rounds activations in torch as the packaged ONNX graph does, so that both give the same vectors.

The graph multiplies int8 matrices, and for that it brings each text's activations to 256 steps between their least
and their greatest value (`DynamicQuantizeLinear`). Left out, cosines between the two runtimes are 0.9988 on average,
and one question in fifty gets another first entry.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from tfhelp.models.packaged_folder import ROUNDING

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

STEPS = 255


class Rounder(nn.Module):  # type: ignore[misc]  # torch is not there where types are checked
    """Rounds activations text by text; shared by all matrices of a model."""

    def __init__(self) -> None:
        super().__init__()
        self._mask: Tensor | None = None
        self._last: tuple[Tensor, Tensor] | None = None

    def note_mask(self, _model: nn.Module, _arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
        """Before a batch: take note of which tokens are padding; that must not widen a text's range."""
        mask = named.get("attention_mask")
        self._mask = mask[:, :, None].bool() if mask is not None else None
        self._last = None

    def forward(self, values: Tensor) -> Tensor:
        """Values of shape (texts, tokens, channels), each text's rounded to 256 steps that include zero."""
        if self._last is not None and self._last[0] is values:  # query, key and value read the same ones
            return self._last[1]
        exact = values.float()
        seen = exact if self._mask is None else exact.masked_fill(~self._mask, 0)
        least = seen.amin((1, 2), keepdim=True).clamp(max=0)
        greatest = seen.amax((1, 2), keepdim=True).clamp(min=0)
        step = ((greatest - least) / STEPS).clamp(min=1e-12)
        zero = torch.round(-least / step).clamp(0, STEPS)
        rounded = ((torch.round(exact / step) + zero).clamp(0, STEPS) - zero).mul_(step).to(values.dtype)
        self._last = (values, rounded)
        return rounded


class RoundedLinear(nn.Module):  # type: ignore[misc]
    """A matrix whose input is rounded first."""

    def __init__(self, linear: nn.Linear, rounder: Rounder, factors: Tensor | None) -> None:
        super().__init__()
        self.rounder = rounder
        self.weight = nn.Parameter(linear.weight if factors is None else linear.weight / factors, requires_grad=False)
        self.bias = linear.bias
        self.register_buffer("factors", factors)

    def forward(self, values: Tensor) -> Tensor:
        """``values @ weight.T + bias`` over the last dimension."""
        if self.factors is not None:
            values = values * self.factors
        return nn.functional.linear(self.rounder(values), self.weight, self.bias)


def round_activations(bert: nn.Module, folder: Path) -> None:
    """Make a loaded ``BertModel`` round as ``rounding.json`` in its folder says; without that file, do nothing."""
    path = folder / ROUNDING
    if not path.is_file():
        return
    channels: dict[str, dict[str, float]] = json.loads(path.read_bytes())
    rounder = Rounder()
    with torch.no_grad():
        for number, layer in enumerate(bert.encoder.layer):
            attention = layer.attention
            for part in ("query", "key", "value"):
                setattr(attention.self, part, RoundedLinear(getattr(attention.self, part), rounder, None))
            for owner, part in ((attention.output, "ao"), (layer.intermediate, "fi"), (layer.output, "fo")):
                factors = _factors(owner.dense, channels.get(f"{number}.{part}"))
                owner.dense = RoundedLinear(owner.dense, rounder, factors)
    bert.register_forward_pre_hook(rounder.note_mask, with_kwargs=True)


def _factors(linear: nn.Linear, channels: dict[str, float] | None) -> Tensor | None:
    if not channels:
        return None
    factors = torch.ones(linear.in_features)
    for channel, factor in channels.items():
        factors[int(channel)] = factor
    return factors

"""The options of ``tfhelp index build`` that need torch."""

from __future__ import annotations

import argparse


def add_torch_options(build: argparse.ArgumentParser) -> None:
    """Add them, in a group of their own."""
    torch = build.add_argument_group("embedding with torch (needs tfhelp[models])")
    torch.add_argument(
        "--device", metavar="NAME", type=_device, help="auto, cuda, cuda:N, mps or cpu: embed there with torch"
    )
    torch.add_argument(
        "--dtype", choices=("auto", "fp16", "bf16", "fp32"), help="what it computes in (default: auto)"
    )
    torch.add_argument(
        "--batch-size", metavar="N", type=_batch_size, help="texts at a time, or auto (default: auto, by free memory)"
    )
    torch.add_argument(
        "--encoder",
        metavar="PATH",
        help="another sentence-transformers model: a folder, or a name in your Hugging Face cache; "
        "the index then needs it for questions too",
    )
    torch.add_argument("--query-prefix", metavar="TEXT", help="put before questions (default: as the model says)")
    torch.add_argument("--passage-prefix", metavar="TEXT", help="put before passages (default: as the model says)")


def _device(text: str) -> str:
    name, _, number = text.partition(":")
    if text in ("auto", "cuda", "mps", "cpu") or (name == "cuda" and number.isdecimal()):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is none of auto, cuda, cuda:N, mps, cpu")


def _batch_size(text: str) -> int:
    """A number of texts, 0 for ``auto``."""
    if text == "auto":
        return 0
    if text.isdecimal() and 0 < int(text) <= 100_000:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither auto nor a number from 1 to 100000")

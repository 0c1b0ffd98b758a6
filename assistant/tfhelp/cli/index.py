"""``tfhelp index build|info|verify``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp.errors import ExitCode
from tfhelp_index.bundle import PACKAGED_BUNDLE, PACKAGED_ENCODER, Bundle
from tfhelp_index.manifest import Manifest

if TYPE_CHECKING:
    import argparse


def packaged_corpus() -> Path:
    """The folder of the knowledge that ships with tfhelp."""
    import tfhelp_corpus

    assert tfhelp_corpus.__file__
    return Path(tfhelp_corpus.__file__).parent / "data"


def build(arguments: argparse.Namespace) -> ExitCode:
    """Build an index; progress goes to stderr."""
    from tfhelp_corpus.corpus import Corpus
    from tfhelp_index import build as builder
    from tfhelp_index.encoder import OnnxEncoder, stamp

    out = Path(arguments.out)
    corpus = Corpus.load(Path(arguments.corpus) if arguments.corpus else packaged_corpus())
    encoder = OnnxEncoder.open(PACKAGED_ENCODER, lasting=True)
    name = arguments.name or out.resolve().name
    manifest = builder.build(corpus, out, encoder, stamp(PACKAGED_ENCODER), name, show_progress)
    counts = manifest.counts
    print(f"{out}: {counts['entries']} entries, {counts['passages']} passages, {counts['signatures']} signatures.")
    return ExitCode.ANSWERED


def show_progress(done: int, total: int) -> None:
    """Say how many passages are embedded, on stderr."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\rembedding {done}/{total}", end=end, file=sys.stderr, flush=True)
    elif done == total:
        print(f"embedded {total} passages", file=sys.stderr)


def info(arguments: argparse.Namespace) -> ExitCode:
    """Print what the manifest says."""
    folder = _folder(arguments)
    manifest = Manifest.read(folder)
    if arguments.json:
        print(json.dumps(json.loads((folder / "manifest.json").read_bytes()), indent=1))
        return ExitCode.ANSWERED
    newest = ", ".join(f"{name} {version}" for name, version in manifest.newest.items())
    rows = {
        "index": manifest.name,
        "folder": folder,
        "format": manifest.format,
        "entries": manifest.counts["entries"],
        "passages": manifest.counts["passages"],
        "signatures": manifest.counts["signatures"],
        "encoder": f"{manifest.encoder.id}, {manifest.encoder.dim} dimensions",
        "knowledge of": manifest.date or "unknown",
        "checked up to": newest or "unknown",
        "content": manifest.content,
        "size": f"{sum(stamp.bytes for stamp in manifest.files.values()) / 1e6:.1f} MB",
    }
    for name, value in rows.items():
        print(f"{name + ':':<14} {value}")
    return ExitCode.ANSWERED


def verify(arguments: argparse.Namespace) -> ExitCode:
    """Compare hashes, and open every part."""
    from tfhelp_index import encoder

    folder = _folder(arguments)
    encoder.verify(PACKAGED_ENCODER)
    bundle = Bundle.open(folder, encoder.stamp(PACKAGED_ENCODER))
    count = bundle.dense.size
    bundle.close()
    print(f"{folder}: in order ({bundle.manifest.counts['entries']} entries, {count} vectors, encoder included).")
    return ExitCode.ANSWERED


def _folder(arguments: argparse.Namespace) -> Path:
    return Path(arguments.folder) if arguments.folder else PACKAGED_BUNDLE

"""``tfhelp index build|info|verify``."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp.errors import ExitCode, UsageError
from tfhelp.locales import locale_language
from tfhelp.reading.sanitize import sanitize
from tfhelp.wording import Wording
from tfhelp_index.bundle import PACKAGED_BUNDLE, PACKAGED_ENCODER, Bundle
from tfhelp_index.manifest import Manifest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from tfhelp.models.protocol import Notice


say = Wording(
    {
        "empty": "{option} is empty: it takes {what}.",
        "folder": "a folder",
        "encoder": "a folder, or a name in your Hugging Face cache",
        "unusable": "{option} {path} cannot be used: {why}.",
        "unwritable": "{folder} cannot be written to: name another folder with --out.",
        "prefix_alone": "--query-prefix and --passage-prefix belong to another encoder: name it with --encoder.",
    },
    {
        "empty": "{option} 是空的，应当是{what}。",
        "folder": "一个文件夹",
        "encoder": "一个文件夹，或者 Hugging Face 缓存中的模型名",
        "unusable": "{option} {path} 无法使用：{why}。",
        "unwritable": "{folder} 不可写，请用 --out 指定别的文件夹。",
        "prefix_alone": "--query-prefix 和 --passage-prefix 只用于另外的编码器，请同时用 --encoder 指定它。",
    },
)


def packaged_corpus() -> Path:
    """The folder of the knowledge that ships with tfhelp."""
    import tfhelp_corpus

    assert tfhelp_corpus.__file__
    return Path(tfhelp_corpus.__file__).parent / "data"


def build(arguments: argparse.Namespace) -> ExitCode:
    """Build an index; progress goes to stderr."""
    from tfhelp.models.build_encoder import BuildOptions, open_for_build
    from tfhelp_corpus.corpus import Corpus
    from tfhelp_index import build as builder
    from tfhelp_index.passages import passages_of

    _refuse_odd_options(arguments)
    out = Path(arguments.out)
    folder = Path(arguments.corpus) if arguments.corpus else packaged_corpus()
    corpus = Corpus.load(folder)
    passages = (passage for ordinal, entry in enumerate(corpus.entries) for passage in passages_of(entry, ordinal))
    options = BuildOptions(
        arguments.device,
        arguments.dtype,
        arguments.batch_size or None,
        arguments.encoder,
        (arguments.query_prefix, arguments.passage_prefix),
    )
    chosen = open_for_build(
        options,
        [(passage.text, builder.kind_of(passage)) for passage in passages],
        tell,
        unasked=folder.resolve() != packaged_corpus().resolve(),  # what ships comes from one runtime, always
    )
    try:
        name = arguments.name or out.resolve().name
        manifest = builder.build(corpus, out, chosen.model, chosen.stamp, name, show_progress, chosen.origin)
    finally:
        chosen.close()
    counts = manifest.counts
    print(f"{out}: {counts['entries']} entries, {counts['passages']} passages, {counts['signatures']} signatures.")
    return ExitCode.ANSWERED


def _refuse_odd_options(arguments: argparse.Namespace) -> None:
    """Say now what would come out otherwise than it was meant, or only after all passages are embedded."""
    language = locale_language()
    for option, value, what in (
        ("--corpus", arguments.corpus, "folder"),
        ("--out", arguments.out, "folder"),
        ("--encoder", arguments.encoder, "encoder"),
    ):
        if value is not None and not value.strip():
            raise UsageError(say(language, "empty", option=option, what=say(language, what)))
        try:
            Path(value or ".").exists()
        except (OSError, ValueError) as error:  # a name too long, a link that leads to itself
            why = getattr(error, "strerror", None) or error
            raise UsageError(say(language, "unusable", option=option, path=sanitize(value)[:200], why=why)) from None
    if not arguments.encoder and (arguments.query_prefix is not None or arguments.passage_prefix is not None):
        raise UsageError(say(language, "prefix_alone"))
    place = next(folder for folder in Path(arguments.out).absolute().parents if folder.exists())
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        raise UsageError(say(language, "unwritable", folder=sanitize(str(place))))


def tell(notice: Notice) -> None:
    """Say on stderr what a build, or the model process, lets the user know."""
    from tfhelp.models import words

    print(words.sentence(locale_language(), notice.code, notice.values), file=sys.stderr)


class ProgressLine:
    """Says on stderr how far the embedding is: on a terminal one line that changes, else one line in the end."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start: float | None = None
        self._drawn = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Take note of ``done`` passages out of ``total``."""
        from tfhelp.models.words import say

        now = self._clock()
        if self._start is None:
            self._start = now  # the first batch is not counted: it is the slowest, and when it began is not known
            self._before = done
        taken = now - self._start
        rate = (done - self._before) / taken if taken > 0 else 0.0
        language = locale_language()
        if done == total:
            self._start = None
            text = say(language, "embedded", total=total, seconds=f"{taken:.0f}", rate=f"{rate:.0f}")
            print(f"\r\x1b[K{text}" if sys.stderr.isatty() else text, file=sys.stderr)
        elif sys.stderr.isatty() and now - self._drawn >= REDRAW_SECONDS:
            self._drawn = now
            left = in_minutes((total - done) / rate) if rate else "?"
            text = say(language, "embedding", done=done, total=total, rate=f"{rate:.0f}", left=left)
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def in_minutes(seconds: float) -> str:
    """A time as ``m:ss``, or ``h:mm:ss``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


REDRAW_SECONDS = 0.2
show_progress = ProgressLine()
"""The one of this process."""


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
        **({"encoder in": manifest.origin.folder} if manifest.origin else {}),
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
    bundle = Bundle.open(folder, encoder.stamp(PACKAGED_ENCODER), foreign=True)
    if bundle.manifest.origin:
        from tfhelp.models.remote_encoder import check_origin

        check_origin(bundle.manifest.origin, bundle.manifest.encoder, exact=True)
    count = bundle.dense.size
    bundle.close()
    print(f"{folder}: in order ({bundle.manifest.counts['entries']} entries, {count} vectors, encoder included).")
    return ExitCode.ANSWERED


def _folder(arguments: argparse.Namespace) -> Path:
    return Path(arguments.folder) if arguments.folder else PACKAGED_BUNDLE

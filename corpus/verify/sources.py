"""Signatures from source: which releases of the matrix can print the message of a signature.

A signature is found where its literal parts stand in one template of the installed sources, or where a template can
have printed its example line (then the entry has a value where the source has a gap). Messages of C++, Rust, pip or
the operating system are in no Python source and are reported as not found.
"""

from __future__ import annotations

import bisect
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp_corpus.signature import literal_parts, normalize

from . import environments
from .templates import Template, templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tfhelp_corpus.entry import Entry

    from .matrix import Release

FILE = Path(__file__).resolve().parent / "signatures.json"
PACKAGES = ("transformers", "accelerate", "peft", "huggingface_hub", "datasets", "tokenizers", "safetensors", "torch")
LEAST_SHARE = 0.5
"""A template must cover this much of the signature's own literal text to count as its source."""

BEGINNING = 8
"""Characters by which templates are looked up: a template's longest part must have as many to be found by a line."""

Found = dict[str, dict[str, dict[str, str]]]
"""By entry id and pattern: the file that prints it, by release."""


class Shelf:
    """The templates of one release, to be looked up by text."""

    def __init__(self, shelved: Iterable[Template]) -> None:
        self._templates = list(shelved)
        self._text = "\n".join(_joined(template) for template in self._templates)
        self._starts, at = [], 0
        self._by_beginning: dict[str, list[Template]] = defaultdict(list)
        for template in self._templates:
            self._starts.append(at)
            at += len(_joined(template)) + 1
            self._by_beginning[template.longest[:BEGINNING]].append(template)

    def that_holds(self, literals: Sequence[str]) -> Template | None:
        """The first template in which all the parts stand, in order."""
        longest = max(literals, key=len)
        at = self._text.find(longest)
        while at >= 0:
            number = bisect.bisect_right(self._starts, at) - 1
            if self._templates[number].holds(literals):
                return self._templates[number]
            at = self._text.find(longest, at + 1)
        return None

    def that_prints(self, line: str, least: float) -> Template | None:
        """The first template with at least so much literal text that can have printed the normalized line."""
        for at in range(len(line)):
            for template in self._by_beginning.get(line[at : at + BEGINNING], ()):
                if sum(map(len, template.parts)) >= least and template.prints(line):
                    return template
        return None


def _joined(template: Template) -> str:
    return "\0".join(template.parts)


def search(entries: Iterable[Entry], releases: Sequence[Release]) -> Found:
    """Look for every signature in the sources of every release."""
    wanted = [(entry, known) for entry in entries for known in entry.signatures]
    found: Found = {entry.id: {} for entry, _ in wanted}
    for entry, known in wanted:
        found[entry.id][known.pattern] = {}
    for release in releases:
        shelf = Shelf(_templates(release))
        for entry, known in wanted:
            literals = literal_parts(known.pattern)
            least = LEAST_SHARE * sum(map(len, literals))
            template = shelf.that_holds(literals) or shelf.that_prints(normalize(known.example), least)
            if template:
                found[entry.id][known.pattern][release.transformers] = template.where
    return found


def _templates(release: Release) -> Iterator[Template]:
    folder = environments.python_of(release).parent.parent
    for package in PACKAGES:
        for place in (folder, environments.shared()):
            if (environments.site_packages(place) / package).is_dir():
                yield from _kept(place, package)
                break


def _kept(place: Path, package: str) -> Iterator[Template]:
    """The templates of one package; parsed once, since an environment never changes."""
    kept = environments.cache() / "templates" / f"{place.name}-{package}.jsonl"
    if not kept.is_file():
        kept.parent.mkdir(exist_ok=True)
        beside = kept.with_suffix(f".{os.getpid()}")
        with beside.open("w", encoding="utf-8") as file:
            for template in templates(environments.site_packages(place) / package):
                file.write(json.dumps([template.where, *template.parts]) + "\n")
        beside.replace(kept)
    with kept.open(encoding="utf-8") as file:
        for line in file:
            where, *parts = json.loads(line)
            yield Template(tuple(parts), where)


def save(found: Found, path: Path = FILE) -> None:
    """Write what was found, sorted."""
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def load(path: Path = FILE) -> Found:
    """Read what was found; empty where nothing was looked for yet."""
    loaded: Found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return loaded


def report(found: Found, releases: Sequence[Release]) -> Iterator[str]:
    """A line for each signature: first and last release that prints it, and in which file; or that none does."""
    order = [release.transformers for release in releases]
    for name, row in sorted(found.items()):
        for pattern, files in row.items():
            seen = [release for release in order if release in files]
            if seen:
                gaps = [
                    release for release in order[order.index(seen[0]) : order.index(seen[-1])] if release not in files
                ]
                hole = f", but not {', '.join(gaps)}" if gaps else ""
                yield f"{name}: {seen[0]} to {seen[-1]}{hole} in {files[seen[-1]]}: {pattern}"
            else:
                yield f"{name}: in no Python source: {pattern}"

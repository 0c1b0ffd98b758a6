"""Opening an index: what fits is opened in place, everything else is refused with a sentence of its own."""

import hashlib
import json
import os
from dataclasses import replace

import pytest

from tfhelp_index.bundle import Bundle
from tfhelp_index.errors import BundleError
from tfhelp_index.manifest import DATABASE, FORMAT, MANIFEST, VECTORS, Manifest, canonical


@pytest.fixture
def reseal(bundle_folder):
    """Change the manifest and seal it again, as somebody would who means it."""

    def change(**values):
        path = bundle_folder / MANIFEST
        data = json.loads(path.read_bytes())
        data.update(values)
        for key in [key for key, value in data.items() if value is ...]:
            del data[key]
        data.pop("self", None)
        data["self"] = hashlib.sha256(canonical(data)).hexdigest()
        path.write_text(json.dumps(data), encoding="utf-8")

    return change


def refused(folder, stamp, match):
    with pytest.raises(BundleError, match=match) as caught:
        Bundle.open(folder, stamp)
    assert "\n" not in str(caught.value)
    return caught.value


def test_what_was_built_is_opened(bundle_folder, stamp, corpus):
    bundle = Bundle.open(bundle_folder, stamp)
    assert bundle.manifest.name == "small"
    assert bundle.manifest.counts["entries"] == 3
    assert bundle.manifest.date == "2026-11-25"
    assert bundle.manifest.newest == {"transformers": "5.23.0"}
    assert bundle.dense.size == bundle.manifest.counts["passages"] == len(bundle.passage_entries)
    assert len(list(bundle.database.signatures())) == bundle.manifest.counts["signatures"] == 3
    assert bundle.rows == [(0, "en"), (0, "zh"), (1, "en"), (1, "zh"), (2, "en"), (2, "zh")]
    bundle.close()


def test_an_entry_comes_back_as_it_was_written(bundle_folder, stamp, corpus):
    bundle = Bundle.open(bundle_folder, stamp)
    for ordinal, entry in enumerate(corpus.entries):
        record = bundle.database.entry(ordinal)
        assert (record.code, record.id, record.kind, record.exception) == (
            entry.code,
            entry.id,
            entry.kind,
            entry.exception,
        )
        assert (record.applies_to, record.references, record.problems) == (
            entry.applies_to,
            entry.references,
            entry.problems,
        )
        assert record.verified["date"] == entry.verified.date.isoformat()
        for language, text in entry.texts.items():
            assert record.texts[language].markdown == text.markdown
    bundle.close()


def test_an_entry_is_found_by_code_or_id_in_any_case(bundle_folder, stamp):
    bundle = Bundle.open(bundle_folder, stamp)
    for name in ("TF0002", "tf0002", "no-padding-token", "No-Padding-Token"):
        assert bundle.database.entry_by_code(name).ordinal == 1
    assert bundle.database.entry_by_code("TF9999") is None
    assert bundle.database.entry_by_code("'; --") is None
    bundle.close()


def test_it_opens_without_an_encoder(bundle_folder):
    Bundle.open(bundle_folder, None).close()


def test_reading_leaves_a_read_only_folder_as_it_was(bundle_folder, stamp):
    def state():
        return sorted((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in bundle_folder.iterdir())

    before = state()
    for path in bundle_folder.iterdir():
        path.chmod(0o444)
    bundle_folder.chmod(0o555)
    try:
        bundle = Bundle.open(bundle_folder, stamp)
        assert bundle.lexical.search(bundle.lexical.weigh("memory"), 5)
        assert list(bundle.database.signatures())
        assert bundle.dense.size
        assert state() == before
        bundle.close()
        assert state() == before
    finally:
        bundle_folder.chmod(0o755)


def test_the_database_cannot_be_written_to(bundle_folder, stamp):
    import sqlite3

    bundle = Bundle.open(bundle_folder, stamp)
    with pytest.raises(sqlite3.OperationalError):
        bundle.database.connection.execute("DELETE FROM entries")
    bundle.close()


def test_a_path_with_odd_characters_is_opened(bundle_folder, stamp, tmp_path):
    odd = tmp_path / "100% 显存 #1 a&b"
    bundle_folder.rename(odd)
    Bundle.open(odd, stamp).close()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.37, 0.5, 0.81, 1.0])
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (DATABASE, "passages.sqlite is damaged: its content does not fit its hash"),
        (VECTORS, "vectors.faiss is damaged: its content does not fit its hash"),
        (MANIFEST, "The manifest of the index in .* (is damaged|was changed after it was written)"),
    ],
)
def test_a_flipped_byte_is_refused_wherever_it_is(bundle_folder, stamp, name, sentence, share):
    path = bundle_folder / name
    data = bytearray(path.read_bytes())
    data[round(share * (len(data) - 1))] ^= 0xFF
    path.write_bytes(data)
    refused(bundle_folder, stamp, sentence)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_changed_letter_in_the_manifest_is_refused(bundle_folder, stamp, share):
    path = bundle_folder / MANIFEST
    data = bytearray(path.read_bytes())
    at = next(n for n in range(round(share * len(data)), len(data)) if chr(data[n]).isalnum())
    data[at] ^= 0x01
    path.write_bytes(data)
    refused(bundle_folder, stamp, "was changed after it was written|is damaged|format")


@pytest.mark.parametrize("name", [DATABASE, VECTORS])
def test_a_missing_file_is_named(bundle_folder, stamp, name):
    (bundle_folder / name).unlink()
    assert "Build it again" in refused(bundle_folder, stamp, f"lacks its file {name}").hint


@pytest.mark.parametrize("name", [DATABASE, VECTORS])
@pytest.mark.parametrize("keep", [0, 1, 100, -1])
def test_a_truncated_file_is_refused(bundle_folder, stamp, name, keep):
    path = bundle_folder / name
    path.write_bytes(path.read_bytes()[:keep])
    refused(bundle_folder, stamp, f"{name} has .* bytes, not .*: it is cut off or was changed")


@pytest.mark.parametrize("keep", [0, 1, 100, -3])
def test_a_truncated_manifest_is_refused(bundle_folder, stamp, keep):
    path = bundle_folder / MANIFEST
    path.write_bytes(path.read_bytes()[:keep])
    refused(bundle_folder, stamp, "The manifest of the index in .* is damaged")


@pytest.mark.parametrize("make", ["nothing", "empty folder", "no manifest"])
def test_a_place_without_an_index_says_so(bundle_folder, stamp, tmp_path, make):
    folder = tmp_path / "none"
    if make == "empty folder":
        folder.mkdir()
    elif make == "no manifest":
        folder = bundle_folder
        (folder / MANIFEST).unlink()
    assert "tfhelp index build" in refused(folder, stamp, "There is no index in").hint


@pytest.mark.parametrize(("found", "age"), [(FORMAT - 1, "an older"), (FORMAT + 1, "a newer"), (99, "a newer")])
def test_another_format_is_told_from_damage(bundle_folder, stamp, reseal, found, age):
    reseal(format=found)
    refused(bundle_folder, stamp, rf"has {age} format \({found}, this tfhelp reads {FORMAT}\)")


@pytest.mark.parametrize("change", [{"id": "other"}, {"fingerprint": "0" * 64}, {"dim": 32}])
def test_another_encoder_is_refused(bundle_folder, stamp, change):
    refused(bundle_folder, replace(stamp, **change), "was made with the encoder hashing-64 .*cannot be compared")


@pytest.mark.parametrize(
    "change",
    [
        {"name": ...},
        {"surprise": 1},
        {"encoder": None},
        {"encoder": {"id": "x"}},
        {"files": {}},
        {"files": []},
        {"files": {DATABASE: {"sha256": "0"}}},
        {"counts": {}},
        {"counts": None},
    ],
)
def test_a_manifest_of_another_shape_is_refused_even_when_it_is_sealed(bundle_folder, stamp, reseal, change):
    reseal(**change)
    refused(bundle_folder, stamp, "lacks a field or has an odd one")


@pytest.mark.parametrize("text", ["[]", "1", '"x"', "null", '{"format": "x"}', '{"format": Infinity}', "[" * 100_000])
def test_json_that_is_no_manifest_is_refused(bundle_folder, stamp, text):
    (bundle_folder / MANIFEST).write_text(text, encoding="utf-8")
    refused(bundle_folder, stamp, "is damaged")


def test_counts_that_do_not_fit_are_refused(bundle_folder, stamp, reseal):
    counts = dict(Manifest.read(bundle_folder).counts)
    reseal(counts={**counts, "entries": 4})
    refused(bundle_folder, stamp, "has 3 entries, not 4")
    reseal(counts={**counts, "passages": 1})
    bundle = Bundle.open(bundle_folder, stamp)
    with pytest.raises(BundleError, match="dimensions, not 1 of 64"):
        _ = bundle.dense
    bundle.close()


def test_a_sealed_file_that_is_no_database_is_refused(bundle_folder, stamp, reseal):
    data = os.urandom(5000)
    (bundle_folder / DATABASE).write_bytes(data)
    files = json.loads((bundle_folder / MANIFEST).read_bytes())["files"]
    files[DATABASE] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    reseal(files=files)
    refused(bundle_folder, stamp, "The database of the index in .* cannot be")


def test_a_manifest_is_read_as_it_was_written(bundle_folder, tmp_path):
    manifest = Manifest.read(bundle_folder)
    (tmp_path / "copy").mkdir()
    manifest.write(tmp_path / "copy")
    assert Manifest.read(tmp_path / "copy") == manifest
    assert (tmp_path / "copy" / MANIFEST).read_bytes() == (bundle_folder / MANIFEST).read_bytes()


def test_only_signatures_are_read_whose_word_occurs(bundle_folder, stamp):
    bundle = Bundle.open(bundle_folder, stamp)
    every = list(bundle.database.signatures())
    chosen = next(signature for signature in every if signature.word)
    found = list(bundle.database.signatures({chosen.word}))
    assert chosen in found
    assert all(signature.word in ("", chosen.word) for signature in found)
    assert all(not signature.word for signature in bundle.database.signatures(()))
    bundle.close()

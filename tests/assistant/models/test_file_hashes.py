"""The memory of hashes: never wrong about a file that has changed, and no obstacle when it is damaged."""

import hashlib
import json
import os
import shutil

import pytest

from tfhelp.models import encoder_folder, file_hashes


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TFHELP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(file_hashes, "SMALL_BYTES", 10)
    return tmp_path / "cache"


@pytest.fixture
def file(tmp_path):
    (tmp_path / "weights").write_bytes(b"a large file")
    return tmp_path / "weights"


def memory(cache):
    return json.loads((cache / "file-hashes.json").read_bytes())


def plant(cache, file, text="remembered"):
    """Have another hash remembered for the file: what is remembered is then told from what is read."""
    entries = memory(cache)
    entries[str(file)][-1] = text
    (cache / "file-hashes.json").write_text(json.dumps(entries))


def test_a_large_file_is_read_once(cache, file):
    assert file_hashes.sha256(file) == hashlib.sha256(b"a large file").hexdigest()
    plant(cache, file)
    assert file_hashes.sha256(file) == "remembered"
    assert file_hashes.exact(file) == hashlib.sha256(b"a large file").hexdigest()


def test_a_small_file_is_not_remembered(cache, file):
    file.write_bytes(b"small")
    assert file_hashes.sha256(file) == hashlib.sha256(b"small").hexdigest()
    assert not cache.exists()


@pytest.mark.parametrize("change", ["size", "time", "same size and time"])
def test_a_file_that_has_changed_is_read_again(cache, file, change):
    file_hashes.sha256(file)
    plant(cache, file)
    before = file.stat()
    file.write_bytes(b"a larger file" if change == "size" else b"another file")
    if change == "time":
        os.utime(file, ns=(1, 1))
    elif change == "same size and time":
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert file_hashes.sha256(file) == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("text", ["", "[]", '{"x": 1}', "\xff", "[" * 100_000])
def test_a_damaged_memory_is_no_obstacle(cache, file, text):
    cache.mkdir()
    (cache / "file-hashes.json").write_text(text, encoding="latin-1")
    assert len(file_hashes.sha256(file)) == 64
    assert str(file) in memory(cache)


@pytest.mark.parametrize("entry", [[], "x", None, [1, 2, 3, 4], {}])
def test_a_damaged_entry_is_no_obstacle(cache, file, entry):
    file_hashes.sha256(file)
    (cache / "file-hashes.json").write_text(json.dumps({str(file): entry}))
    assert len(file_hashes.sha256(file)) == 64


def test_a_cache_that_cannot_be_written_to_is_no_obstacle(cache, file):
    cache.write_text("a file in its way")
    assert len(file_hashes.sha256(file)) == 64


def test_files_that_are_gone_are_forgotten(cache, file):
    other = shutil.copy(file, file.with_name("other"))
    file_hashes.sha256(file)
    file.unlink()
    file_hashes.sha256(other)
    assert list(memory(cache)) == [str(other)]


def test_the_fingerprint_of_an_encoder_is_taken_from_the_memory(cache, tmp_path):
    folder = tmp_path / "encoder"
    folder.mkdir()
    (folder / "modules.json").write_text('[{"path": "", "type": "sentence_transformers.models.Transformer"}]')
    (folder / "model.safetensors").write_bytes(b"large weights")
    first = encoder_folder.fingerprint(folder)
    plant(cache, folder / "model.safetensors", "0" * 64)
    assert encoder_folder.fingerprint(folder) != first
    assert encoder_folder.fingerprint(folder, exact=True) == first

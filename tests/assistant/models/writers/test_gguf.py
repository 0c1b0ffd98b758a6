"""GGUF files: what their header says, and the folder that they are converted to."""

import os
import struct
import subprocess
import sys
import time

import pytest
from model_files import GGUF_PAIRS, gguf_bytes

from tfhelp.models.cache import SEAL
from tfhelp.models.protocol import Notice, Progress
from tfhelp.models.unusable import Unusable
from tfhelp.models.writer_facts import writer_facts
from tfhelp.worker import gguf
from tfhelp.worker.background import Background
from tfhelp.worker.jobs import Job, JobFailed


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "files" / "small.gguf"
    path.parent.mkdir()
    path.write_bytes(gguf_bytes())
    return path


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TFHELP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(gguf.installed, "missing", lambda packages: ())
    return tmp_path / "cache"


@pytest.fixture
def sent():
    return []


@pytest.fixture
def job(sent):
    return Job(1, lambda frame: sent.append(frame.message))


def fault(path):
    with pytest.raises(Unusable) as caught:
        writer_facts(path)
    return caught.value


def test_a_file_is_described_by_its_header(file):
    facts = writer_facts(file)
    assert (facts.name, facts.kind, facts.architecture, facts.dtype) == ("small", "gguf", "llama", "Q4_K_M")
    assert (facts.parameters, facts.context, facts.chat_template) == (6400, 2048, True)
    assert facts.cache_width == 2 * 2 * 2 * 16


def test_a_folder_with_one_file_stands_for_it_and_one_with_two_does_not(file):
    assert writer_facts(file.parent).kind == "gguf"
    (file.parent / "other.gguf").write_bytes(gguf_bytes())
    assert fault(file.parent).code == "several_gguf"


def test_the_name_of_a_file_says_nothing(tmp_path):
    (tmp_path / "sha256-abc").write_bytes(gguf_bytes())
    assert writer_facts(tmp_path / "sha256-abc").kind == "gguf"
    (tmp_path / "page.gguf").write_bytes(b"<!DOCTYPE html>")
    assert fault(tmp_path / "page.gguf").code == "gguf_magic"
    (tmp_path / "notes.txt").write_bytes(b"hello")
    assert fault(tmp_path / "notes.txt").code == "not_a_file_of_models"


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ({"general.architecture": "bert"}, "not_a_writer"),
        ({"general.architecture": "clip"}, "not_a_writer"),
        ({"general.architecture": "llama", "general.type": "adapter"}, "not_a_writer"),
        ({}, "not_a_writer"),
        (GGUF_PAIRS | {"split.count": 3}, "gguf_split"),
    ],
)
def test_files_that_are_no_whole_model_that_writes(tmp_path, pairs, code):
    (tmp_path / "x.gguf").write_bytes(gguf_bytes(pairs))
    assert fault(tmp_path / "x.gguf").code == code


@pytest.mark.parametrize("version", [1, 4, 0x03000000])
def test_versions_that_cannot_be_read_are_named(tmp_path, version):
    (tmp_path / "x.gguf").write_bytes(gguf_bytes(version=version))
    assert fault(tmp_path / "x.gguf").values["version"] == str(version)


def test_a_link_that_leads_nowhere_is_called_one(tmp_path):
    (tmp_path / "gone.gguf").symlink_to(tmp_path / "nowhere")
    assert fault(tmp_path / "gone.gguf").code == "broken_link"
    assert fault(tmp_path / "gone.gguf").values["target"] == str(tmp_path / "nowhere")


def test_every_cut_is_recognized(tmp_path):
    whole, path = gguf_bytes(), tmp_path / "x.gguf"
    for length in [*range(0, len(whole) - 6800, 7), len(whole) - 40]:
        path.write_bytes(whole[:length])
        assert fault(path).code in ("gguf_short", "gguf_magic")


def test_counts_beyond_all_reason_are_refused_at_once(tmp_path):
    path = tmp_path / "x.gguf"
    began = time.monotonic()
    for head in (
        struct.pack("<IQQ", 3, 1 << 60, 0),
        struct.pack("<IQQ", 3, 0, 1 << 60),
        struct.pack("<IQQQ", 3, 0, 1, 1 << 60),  # a key of that length
        struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 8, 1 << 60),
        struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 9, 1),
        struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<I", 99),
        struct.pack("<IQQQ", 3, 1, 0, 1) + b"t" + struct.pack("<I", 1 << 31),
        struct.pack("<IQQQ", 3, 0, 1, 1) + b"\xff" + struct.pack("<IB", 0, 0),
    ):
        path.write_bytes(b"GGUF" + head + bytes(200))
        assert fault(path).code == "gguf_header"
    assert time.monotonic() - began < 2


def test_every_flipped_byte_of_a_header_is_survived(tmp_path):
    whole, path = gguf_bytes(), tmp_path / "x.gguf"
    for place in range(4, len(whole) - 6800):
        path.write_bytes(bytes([*whole[:place], whole[place] ^ 0x81, *whole[place + 1 :]]))
        try:
            assert writer_facts(path).parameters >= 0
        except Unusable as said:
            assert said.code.startswith(("gguf_", "not_a_writer"))


def plant(monkeypatch, write):
    """Have ``write(work)`` stand for what transformers does."""
    calls = []

    def stand_in(facts, work, task):
        calls.append(work)
        task.step = 1
        write(work)

    monkeypatch.setattr(gguf, "_write", stand_in)
    return calls


def test_a_file_is_converted_once(file, cache, job, sent, monkeypatch):
    calls = plant(monkeypatch, lambda work: (work / "model.safetensors").write_bytes(b"weights"))
    folder = gguf.converted(writer_facts(file), job, Background())
    assert (folder / "model.safetensors").read_bytes() == b"weights"
    assert any(isinstance(message, Notice) and message.code == "converting" for message in sent)
    assert any(isinstance(message, Progress) and message.stage == "convert" for message in sent)
    assert gguf.converted(writer_facts(file), job, Background()) == folder
    assert len(calls) == 1
    assert [path.name for path in cache.iterdir() if path.is_dir()] == [folder.name]


def test_weights_that_are_no_numbers_are_refused(file):
    torch = pytest.importorskip("torch")
    facts = writer_facts(file)
    model = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Linear(4, 4)).half()
    gguf.refuse_damaged(model, facts)
    for value in ("nan", "inf", "-inf"):
        with torch.no_grad():
            model[1].weight[2, 3] = float(value)
        with pytest.raises(JobFailed) as failed:
            gguf.refuse_damaged(model, facts)
        assert (failed.value.code, failed.value.values["tensor"]) == ("gguf_numbers", "1.weight")


def test_a_conversion_that_fails_leaves_nothing(file, cache, job, monkeypatch):
    def broken(work):
        (work / "half").write_bytes(b"half")
        raise JobFailed("gguf_unsupported", file="x", architecture="y", why="z")

    plant(monkeypatch, broken)
    with pytest.raises(JobFailed):
        gguf.converted(writer_facts(file), job, Background())
    assert not [path for path in cache.iterdir() if path.is_dir()]


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_conversion_that_is_killed_leaves_nothing_that_counts(file, cache, job, monkeypatch):
    program = f"""
import pathlib, sys, time
from tfhelp.models.writer_facts import writer_facts
from tfhelp.worker import gguf
from tfhelp.worker.background import Background
from tfhelp.worker.jobs import Job
def write(facts, work, task):
    (work / "model.safetensors").write_bytes(b"half")
    print("begun", flush=True)
    time.sleep(60)
gguf._write = write
gguf.installed.missing = lambda packages: ()
gguf.converted(writer_facts(pathlib.Path({str(file)!r})), Job(1, lambda frame: None), Background())
"""
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout.readline() == b"begun\n"
        process.kill()
    plant(monkeypatch, lambda work: (work / "model.safetensors").write_bytes(b"whole"))
    folder = gguf.converted(writer_facts(file), job, Background())
    assert (folder / "model.safetensors").read_bytes() == b"whole"


@pytest.mark.parametrize("damage", ["no seal", "short file", "no JSON"])
def test_a_damaged_conversion_is_made_again(file, cache, job, monkeypatch, damage):
    calls = plant(monkeypatch, lambda work: (work / "model.safetensors").write_bytes(b"weights"))
    folder = gguf.converted(writer_facts(file), job, Background())
    if damage == "no seal":
        (folder / SEAL).unlink()
    elif damage == "short file":
        (folder / "model.safetensors").write_bytes(b"w")
    else:
        (folder / SEAL).write_text("{")
    gguf.converted(writer_facts(file), job, Background())
    assert len(calls) == 2
    assert (folder / "model.safetensors").read_bytes() == b"weights"
    assert [path.name for path in cache.iterdir() if path.is_dir()] == [folder.name]


def test_what_a_killed_conversion_left_is_swept_up_after_a_while(file, cache, job, monkeypatch):
    plant(monkeypatch, lambda work: (work / "model.safetensors").write_bytes(b"weights"))
    old, older, new = cache / ".gguf-old-1-x", cache / ".encoder-old-1-x", cache / ".gguf-new-1-x"
    for folder in (old, older, new):
        folder.mkdir(parents=True)
    os.utime(old, (1, 1))
    os.utime(older, (1, 1))
    gguf.converted(writer_facts(file), job, Background())
    assert new.exists()
    assert not old.exists()
    assert not older.exists()


def test_a_full_disk_is_said_before_anything_is_done(file, cache, job, monkeypatch):
    calls = plant(monkeypatch, lambda work: None)
    usage = type("Usage", (), {"free": 1_000_000})
    monkeypatch.setattr(gguf.shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(JobFailed) as failed:
        gguf.converted(writer_facts(file), job, Background())
    assert (failed.value.code, failed.value.values["free"], calls) == ("no_disk", "1 MB", [])


def test_a_package_that_is_missing_is_named_with_the_command(file, cache, job, monkeypatch):
    monkeypatch.setattr(gguf.installed, "missing", lambda packages: ("gguf",))
    with pytest.raises(JobFailed) as failed:
        gguf.converted(writer_facts(file), job, Background())
    assert failed.value.code == "missing_extra"
    assert "tfhelp[models]" in failed.value.values["command"]


def test_a_cache_that_cannot_be_written_to_is_told_and_another_place_is_taken(
    file, cache, job, sent, monkeypatch, tmp_path
):
    plant(monkeypatch, lambda work: (work / "model.safetensors").write_bytes(b"weights"))
    (tmp_path / "other").mkdir()
    monkeypatch.setattr(gguf.tempfile, "gettempdir", lambda: str(tmp_path / "other"))
    cache.write_text("a file in its way")
    assert gguf.converted(writer_facts(file), job, Background()).parent == tmp_path / "other"
    assert any(isinstance(message, Notice) and message.code == "not_kept" for message in sent)

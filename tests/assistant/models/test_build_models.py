"""Indexes that are embedded by the model process, and questions to them; the process embeds without a model here."""

import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tfhelp.assistant import Assistant
from tfhelp.cli.index import ProgressLine, in_minutes
from tfhelp.models import build_encoder, installed, remote_encoder
from tfhelp.models.build_encoder import BuildOptions, open_for_build
from tfhelp.models.errors import ModelError
from tfhelp.models.protocol import EncoderSpec
from tfhelp.models.remote_encoder import QuestionEncoder, RemoteEncoder, describe_folder, stamp_folder
from tfhelp_index import build as builder
from tfhelp_index.bundle import Bundle
from tfhelp_index.errors import BundleError
from tfhelp_index.manifest import Manifest

SCRIPT = """
import sys
from tfhelp.models.protocol import Encode
from tfhelp.worker.loop import run

if __name__ == "__main__":
    sys.path.insert(0, {folder!r})
    run({{Encode: ("hashed", "encode")}}, float(sys.argv[1]))
"""


def write_encoder(folder: Path, prompts=None) -> Path:
    """What looks like a sentence-transformers folder from outside."""
    folder.mkdir(parents=True)
    head = json.dumps({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + bytes(8))
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "config.json").write_text('{"model_type": "bert"}')
    (folder / "tokenizer.json").write_text("{}")
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 256}')
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts or {}}))
    return folder


@pytest.fixture
def encoder_folder(tmp_path):
    return write_encoder(tmp_path / "foreign", {"query": "ask: ", "document": "read: "})


@pytest.fixture
def process(start):
    return start(SCRIPT.format(folder=str(Path(__file__).parent)))


@pytest.fixture
def extra(monkeypatch):
    """As if the extra were installed."""
    monkeypatch.setattr(installed, "missing", lambda packages=(): ())


@pytest.fixture
def foreign_index(extra, encoder_folder, process, corpus, tmp_path):
    chosen = open_for_build(BuildOptions(encoder=str(encoder_folder)), [], lambda _: None, process=process)
    out = tmp_path / "index"
    builder.build(corpus, out, chosen.model, chosen.stamp, "mine", origin=chosen.origin)
    return out


def ask(index, process, text, monkeypatch):
    real = remote_encoder.QuestionEncoder
    monkeypatch.setattr(remote_encoder, "QuestionEncoder", lambda origin, stamp: real(origin, stamp, process))
    return Assistant.open(index).ask(text)


def test_all_texts_of_a_kind_go_to_the_encoder_at_once(corpus, stamp, encoder, tmp_path):
    class Whole:
        id, dim = encoder.id, encoder.dim
        asked: list = []  # noqa: RUF012

        def encode(self, texts, kind):
            raise AssertionError("one by one")

        def encode_all(self, texts, kind, progress):
            self.asked.append((kind, len(texts)))
            for done in range(1, len(texts) + 1):
                progress(done, len(texts))
            return encoder.encode(texts, kind)

    told = []
    builder.build(corpus, tmp_path / "whole", Whole(), stamp, "x", lambda *counts: told.append(counts))
    builder.build(corpus, tmp_path / "single", encoder, stamp, "x")
    assert [kind for kind, _ in Whole.asked] == ["query", "passage"]
    total = sum(count for _, count in Whole.asked)
    assert told == [(done, total) for done in range(1, total + 1)]
    whole, single = ((tmp_path / name / "vectors.faiss").read_bytes() for name in ("whole", "single"))
    assert whole == single


def test_many_texts_are_sent_in_several_requests_and_come_back_in_order(process, monkeypatch):
    monkeypatch.setattr(remote_encoder, "MAX_CHARS", 50)
    monkeypatch.setattr(remote_encoder, "MAX_TEXTS", 3)
    model = RemoteEncoder(EncoderSpec("x"), "id", process)
    texts = [f"word{n} " * (n % 7 + 1) for n in range(20)] + ["", "half \ud800 pair"]
    told = []
    found = model.encode_all(texts, "passage", lambda *counts: told.append(counts))
    alone = np.vstack([model.encode([text], "passage") for text in texts])
    assert np.allclose(found, alone)
    assert told == [(done, len(texts)) for done in range(1, len(texts) + 1)]


def test_no_text_gives_no_vector_of_the_right_length(process):
    assert RemoteEncoder(EncoderSpec("x"), "id", process).encode([], "query").shape == (0, 16)


def test_a_failure_in_the_process_is_told_in_words(process):
    with pytest.raises(ModelError, match="full, even for one text"):
        RemoteEncoder(EncoderSpec("x"), "id", process).encode(["fail here"], "query")


def test_the_manifest_says_which_encoder_an_index_needs(foreign_index, encoder_folder):
    manifest = Manifest.read(foreign_index)
    assert manifest.encoder.id == "foreign"
    assert manifest.encoder == stamp_folder(encoder_folder, 16)
    assert manifest.origin.folder == str(encoder_folder)
    assert manifest.origin.prefixes == ("ask: ", "read: ")
    assert manifest.origin.max_tokens == (256, 256)


def test_the_packaged_encoder_leaves_no_origin_in_a_manifest(bundle_folder):
    assert "origin" not in json.loads((bundle_folder / "manifest.json").read_bytes())
    assert Manifest.read(bundle_folder).origin is None


def test_a_prefix_of_the_user_wins(encoder_folder):
    assert describe_folder(encoder_folder, ("q ", None)).prefixes == ("q ", "read: ")
    assert describe_folder(encoder_folder, ("", "")).prefixes == ("", "")


def test_an_index_of_another_encoder_is_asked_with_that_encoder(foreign_index, process, monkeypatch):
    answer = ask(foreign_index, process, "what is newer releases of the library no longer have", monkeypatch)
    assert answer.missing == ()
    assert any(candidate.evidence.cosine > 0 for candidate in answer.candidates)


def test_its_confidence_is_judged_without_cosines(foreign_index, process, monkeypatch):
    ranking = ask(foreign_index, process, "what is newer releases of the library", monkeypatch).ranking
    assert (ranking.features.cosine, ranking.features.margin, ranking.features.neighbours) == (0, 0, 0)


def test_without_the_extra_the_other_ways_of_searching_answer(foreign_index, process, monkeypatch):
    monkeypatch.setattr(installed, "missing", lambda packages=(): ("torch",))
    answer = ask(foreign_index, process, "the tokenizer has no padding token", monkeypatch)
    assert answer.candidates[0].record.code == "TF0002"
    (missing,) = answer.missing
    assert "torch" in missing
    assert "pip install" in missing


def test_an_encoder_that_went_away_leaves_the_other_ways(foreign_index, encoder_folder, process, monkeypatch):
    encoder_folder.rename(encoder_folder.with_name("elsewhere"))
    answer = ask(foreign_index, process, "the tokenizer has no padding token", monkeypatch)
    assert answer.candidates[0].record.code == "TF0002"
    assert "modules.json" in answer.missing[0]


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json", "modules.json"])
def test_an_encoder_that_changed_is_refused(foreign_index, encoder_folder, process, monkeypatch, name):
    file = encoder_folder / name
    data = file.read_bytes()
    file.write_bytes(data[:-1] + b"\1" if name == "model.safetensors" else data + b" ")
    with pytest.raises(BundleError, match="has changed since the index was made"):
        ask(foreign_index, process, "the tokenizer has no padding token", monkeypatch)


def test_a_readme_is_no_part_of_the_encoder(encoder_folder):
    before = stamp_folder(encoder_folder, 16)
    (encoder_folder / "README.md").write_text("Hello.")
    (encoder_folder / "onnx").mkdir()
    (encoder_folder / "onnx" / "config.json").write_text("{}")
    assert stamp_folder(encoder_folder, 16) == before


def test_commands_that_know_one_encoder_only_refuse_a_foreign_index(foreign_index, stamp):
    with pytest.raises(BundleError, match="cannot be compared"):
        Bundle.open(foreign_index, stamp)


def test_an_origin_that_is_no_origin_is_a_damaged_manifest(foreign_index):
    manifest = Manifest.read(foreign_index)
    replace(manifest, origin=replace(manifest.origin, prefixes=("one",))).write(foreign_index)
    with pytest.raises(BundleError, match="odd one"):
        Manifest.read(foreign_index)


@pytest.mark.parametrize(
    "options", [["--device", "cpu"], ["--dtype", "fp16"], ["--encoder", "x"], ["--batch-size", "8"]]
)
def test_an_option_for_torch_without_it_says_what_to_install(run, options, corpus_folder):
    blocked = "import sys; sys.modules.update(dict.fromkeys(['sentence_transformers']))\nimport tfhelp.models.installed as i\ni._found = lambda name: False\nfrom tfhelp.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    done = run("index", "build", "--corpus", str(corpus_folder), "--out", "new", *options, program=blocked)
    assert done.code == 3
    assert done.err.count("\n") == 1
    assert "tfhelp[models]" in done.err


@pytest.mark.parametrize(
    "options",
    [["--device", "gpu"], ["--device", "cuda:x"], ["--batch-size", "0"], ["--batch-size", "-4"], ["--dtype", "int8"]],
)
def test_an_option_that_cannot_be_meant_is_a_usage_error(run, options):
    assert run("index", "build", *options).code == 2


def test_few_texts_are_embedded_as_ever(extra, monkeypatch):
    monkeypatch.setattr(build_encoder, "_packaged", None)
    assert open_for_build(BuildOptions(), [("text", "passage")] * 10, lambda _: None).origin is None


@pytest.mark.parametrize(
    ("torch", "onnx", "chosen", "model"),
    [(2.0, 1.0, "onnxruntime", "OnnxEncoder"), (1.0, 2.0, "torch", "RemoteEncoder")],
)
def test_many_texts_on_a_cpu_go_to_the_faster_runtime(
    extra, process, monkeypatch, tmp_path, torch, onnx, chosen, model
):
    monkeypatch.setattr(build_encoder, "packaged_folder", lambda: tmp_path)
    monkeypatch.setattr(build_encoder, "_time", lambda model, sample, *, alone: onnx if alone else torch)
    texts = [(f"text {n}", "passage") for n in range(build_encoder.MANY)]
    told = []
    assert type(open_for_build(BuildOptions(), texts, told.append, process=process).model).__name__ == model
    assert [notice.values["chosen"] for notice in told if notice.code == "cpu_runtime"] == [chosen]


def test_torch_that_does_not_work_stops_no_build_that_did_not_ask_for_it(extra, process, monkeypatch):
    def broken():
        raise ModelError("cache_unwritable", "en", folder="/x", why="no room")

    monkeypatch.setattr(build_encoder, "packaged_folder", broken)
    texts = [("text", "passage")] * build_encoder.MANY
    told = []
    assert type(open_for_build(BuildOptions(), texts, told.append).model).__name__ == "OnnxEncoder"
    assert [notice.code for notice in told] == ["torch_failed"]
    with pytest.raises(ModelError, match="no room"):
        open_for_build(BuildOptions(device="auto"), texts, told.append)


def test_progress_gives_rate_and_remaining_time(capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    times = iter([0.0, 10.0, 20.0])
    line = ProgressLine(lambda: next(times))
    for done in (100, 300, 1000):
        line(done, 1000)
    shown = capsys.readouterr().err
    assert "embedding 300/1000, 20/s, 0:35 left" in shown
    assert "embedded 1000 passages in 20 s (45/s)\n" in shown


def test_remaining_time_is_written_as_people_write_it():
    assert [in_minutes(seconds) for seconds in (0, 59.6, 3599, 3661)] == ["0:00", "1:00", "59:59", "1:01:01"]


def test_the_question_encoder_has_the_length_of_the_index(foreign_index, process):
    manifest = Manifest.read(foreign_index)
    assert QuestionEncoder(manifest.origin, manifest.encoder, process).dim == 16

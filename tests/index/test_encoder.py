"""The packaged encoder: what its vectors are, what it swallows, and how it fails."""

import base64
import json
import re
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tfhelp_index import encoder
from tfhelp_index.encoder import OnnxEncoder
from tfhelp_index.errors import EncoderUnavailable

PACKAGED = Path(encoder.__file__).parent / "data" / "encoder"
REFERENCE = Path(__file__).parent / "data" / "encoder_reference.json"


@pytest.fixture(scope="module")
def opened() -> OnnxEncoder:
    return OnnxEncoder.open(PACKAGED)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with the packaged files that a test may damage; the large one is linked until it is replaced."""
    for file in PACKAGED.iterdir():
        if file.name == "model.onnx.data":
            (tmp_path / file.name).symlink_to(file)
        else:
            shutil.copyfile(file, tmp_path / file.name)
    return tmp_path


def test_rows_are_unit_vectors_of_the_stated_size(opened):
    vectors = opened.encode(["CUDA out of memory", "显存不足", ""], "query")
    assert vectors.shape == (3, opened.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_rows(opened):
    assert opened.encode([], "query").shape == (0, opened.dim)


def test_a_vector_does_not_depend_on_its_neighbors(opened):
    texts = ["loss is nan", "a much longer text about something else " * 8, "模型下载不了"]
    together = opened.encode(texts, "passage")
    alone = np.concatenate([opened.encode([text], "passage") for text in texts])
    assert np.array_equal(together, alone)


def test_a_second_encoder_gives_the_same_vectors(opened):
    again = OnnxEncoder.open(PACKAGED)
    assert np.array_equal(
        again.encode(["device-side assert"], "query"), opened.encode(["device-side assert"], "query")
    )


def test_an_encoder_made_to_last_gives_the_same_vectors(opened):
    lasting = OnnxEncoder.open(PACKAGED, lasting=True)
    texts = ["short", "a longer text about batch size and memory " * 6, "显存不足怎么办"]
    assert np.array_equal(lasting.encode(texts, "passage"), opened.encode(texts, "passage"))


def test_vectors_are_those_of_the_full_model(opened):
    rows = json.loads(REFERENCE.read_text(encoding="utf-8"))
    expected = np.stack([np.frombuffer(base64.b64decode(row["vector"]), "<f2") for row in rows]).astype(np.float32)
    found = np.concatenate([opened.encode([row["text"]], row["kind"]) for row in rows])
    cosines = (found * expected).sum(axis=1)
    assert cosines.mean() >= 0.986
    assert cosines.min() >= 0.96


@pytest.mark.parametrize(
    ("question", "same", "other"),
    [
        ("the GPU has not enough memory", "CUDA out of memory: use a smaller batch", "set the padding token"),
        ("显存不够怎么办", "显存不足时把 batch size 调小", "如何设置 padding token"),
        ("显存不足怎么办", "CUDA out of memory: the GPU's memory is full", "the tokenizer has no padding token"),
        (
            "the model cannot be downloaded, connection timed out",
            "下载模型时连接超时，可以用镜像",
            "训练时 loss 变成 nan",
        ),
    ],
    ids=["english", "chinese", "chinese to english", "english to chinese"],
)
def test_a_paraphrase_is_nearer_than_another_topic(opened, question, same, other):
    asked = opened.encode([question], "query")[0]
    right, wrong = opened.encode([same, other], "passage") @ asked
    assert right > wrong


def test_a_question_and_a_passage_of_the_same_words_differ(opened):
    assert not np.array_equal(opened.encode(["help"], "query"), opened.encode(["help"], "passage"))


@pytest.mark.parametrize(("kind", "limit"), [("query", 128), ("passage", 512)])
def test_long_texts_keep_their_head_and_both_end_tokens(opened, kind, limit):
    short, long = opened.tokens("word " * 20, kind), opened.tokens("word " * 2000, kind)
    assert len(long) == limit
    assert (long[0], long[-1]) == (short[0], short[-1]) == (0, 2)
    assert long[1:20] == short[1:20]


@pytest.mark.parametrize("letters", ["x", "好", "=-", "x ", "\t", "é"], ids=ascii)
def test_two_hundred_thousand_letters_take_no_time(opened, letters):
    opened.encode(["warm"], "query")
    start = time.perf_counter()
    opened.encode([letters * (200_000 // len(letters))], "query")
    assert time.perf_counter() - start < 2  # measured: 0.04 s


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "a\0b",
        "\ud800",
        "ok \udfff\ud83d end",
        "😀🤗",
        "\u202e\ufeff\u200b",
        " \n\t ",
        "</s><s><unk>",
        "▁",
        "\U0010ffff",
    ],
    ids=ascii,
)
def test_odd_characters_give_a_unit_vector(opened, text):
    vector = opened.encode([text], "query")[0]
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_control_characters_and_kinds_of_blanks_change_nothing(opened):
    assert opened.tokens("out\x07 of\u3000 \u200b memory\n", "query") == opened.tokens("out of memory", "query")


def test_common_characters_of_terminals_and_chinese_text_are_known(opened):
    unknown = opened.tokens("\u0f00", "query")[-2]
    for character in "“”‘’—·…→×≤≥•│╭─█✓é🤗，。":
        assert unknown not in opened.tokens(character, "query"), character


def test_the_stamp_names_the_encoder_without_loading_it(opened):
    stamp = encoder.stamp(PACKAGED)
    assert (stamp.id, stamp.dim) == (opened.id, opened.dim)
    assert len(stamp.fingerprint) == 64


def test_the_stamp_changes_with_a_file(copied):
    description = json.loads((copied / "encoder.json").read_text())
    description["files"]["tokenizer.json"]["sha256"] = "0" * 64
    (copied / "encoder.json").write_text(json.dumps(description))
    assert encoder.stamp(copied).fingerprint != encoder.stamp(PACKAGED).fingerprint


def test_the_packaged_files_fit_their_hashes():
    encoder.verify(PACKAGED)


def test_a_changed_file_does_not_fit_its_hash(copied):
    data = bytearray((copied / "tokenizer.json").read_bytes())
    data[-100] ^= 1
    (copied / "tokenizer.json").write_bytes(data)
    with pytest.raises(EncoderUnavailable, match=r"tokenizer\.json is damaged: its content does not fit its hash"):
        encoder.verify(copied)


def test_a_folder_without_encoder_is_named(tmp_path):
    with pytest.raises(EncoderUnavailable, match=r"There is no encoder in .*encoder\.json is missing") as caught:
        OnnxEncoder.open(tmp_path)
    assert "Reinstall" in caught.value.hint


@pytest.mark.parametrize("name", ["model.onnx", "model.onnx.data", "tokenizer.json", "vocabulary.bin"])
def test_a_missing_file_is_named(copied, name):
    (copied / name).unlink()
    with pytest.raises(EncoderUnavailable, match=f"lacks its file {re.escape(name)}"):
        OnnxEncoder.open(copied)


@pytest.mark.parametrize("name", ["model.onnx", "model.onnx.data", "tokenizer.json", "vocabulary.bin"])
def test_a_file_that_was_cut_off_is_named(copied, name):
    (copied / name).unlink()
    (copied / name).write_bytes((PACKAGED / name).read_bytes()[:1000])
    with pytest.raises(EncoderUnavailable, match=rf"{name} has 1,000 bytes, not .*: it is cut off or was changed"):
        OnnxEncoder.open(copied)


@pytest.mark.parametrize("name", ["model.onnx", "vocabulary.bin"])
def test_a_file_of_the_right_length_and_wrong_content_is_refused(copied, name):
    (copied / name).write_bytes(b"\xff" * (copied / name).stat().st_size)
    with pytest.raises(EncoderUnavailable, match=r"cannot be loaded: ."):
        OnnxEncoder.open(copied)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", "\xff", '{"format": 1, "files": []}', '{"format": 1, "files": {"model.onnx": 3}}'],
    ids=ascii,
)
def test_a_damaged_description_is_refused(copied, text):
    (copied / "encoder.json").write_text(text, encoding="latin-1")
    with pytest.raises(EncoderUnavailable, match=r"encoder\.json is damaged"):
        encoder.stamp(copied)


def test_another_format_is_refused(copied):
    description = json.loads((copied / "encoder.json").read_text())
    (copied / "encoder.json").write_text(json.dumps(description | {"format": 99}))
    with pytest.raises(EncoderUnavailable, match=r"has format 99, this tfhelp reads 1"):
        OnnxEncoder.open(copied)


@pytest.mark.parametrize("library", ["numpy", "onnxruntime"])
def test_a_library_that_does_not_import_is_named(monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(EncoderUnavailable, match=f"^{library} cannot be imported"):
        OnnxEncoder.open(PACKAGED)


def test_nothing_is_printed(capfd):
    OnnxEncoder.open(PACKAGED).encode(["quiet"], "query")
    assert capfd.readouterr() == ("", "")


def test_importing_the_module_loads_no_heavy_library():
    import subprocess

    heavy = "{'numpy', 'onnxruntime', 'tokenizers', 'faiss', 'torch'}"
    roots = [str(Path(encoder.__file__).parents[1]), str(Path(encoder.__file__).parents[2] / "corpus")]
    code = f"import sys; sys.path[:0] = {roots}; import tfhelp_index.encoder; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

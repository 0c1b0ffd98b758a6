"""The packaged encoder as a sentence-transformers folder: the same numbers, written once."""

import json
import math
import os
import shutil

import numpy as np
import pytest

from tfhelp.models import onnx_file, packaged_folder
from tfhelp.models.encoder_folder import encoder_facts
from tfhelp.models.errors import ModelError
from tfhelp_index.bundle import PACKAGED_ENCODER
from tfhelp_index.encoder import OnnxEncoder
from tfhelp_index.errors import EncoderUnavailable


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return packaged_folder.packaged_folder(cache=tmp_path_factory.mktemp("cache"))


def read_safetensors(path):
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    head = json.loads(data[8:start])
    head.pop("__metadata__")
    places = {name: [start + offset for offset in tensor["data_offsets"]] for name, tensor in head.items()}
    return {
        name: np.frombuffer(data[slice(*places[name])], "<f4").reshape(tensor["shape"])
        for name, tensor in head.items()
    }


def normalized(x, weights, name, epsilon):
    x = x - x.mean(-1, keepdims=True)
    x = x / np.sqrt((x**2).mean(-1, keepdims=True) + epsilon)
    return x * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def linear(x, weights, name):
    return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def bert(ids, weights, config):
    """A BERT encoder with mean pooling, as its paper has it."""
    epsilon, heads = config["layer_norm_eps"], config["num_attention_heads"]
    gelu = np.vectorize(lambda x: x * 0.5 * (1 + math.erf(x / math.sqrt(2))))
    x = weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.token_type_embeddings.weight"][0]
    x = normalized(
        x + weights["embeddings.position_embeddings.weight"][: len(ids)], weights, "embeddings.LayerNorm", epsilon
    )
    for layer in range(config["num_hidden_layers"]):
        name = f"encoder.layer.{layer}"
        q, k, v = (
            linear(x, weights, f"{name}.attention.self.{part}").reshape(len(ids), heads, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        scores = np.exp(q @ k.swapaxes(1, 2) / math.sqrt(q.shape[-1]))
        mixed = (scores / scores.sum(-1, keepdims=True) @ v).swapaxes(0, 1).reshape(len(ids), -1)
        output = linear(mixed, weights, f"{name}.attention.output.dense")
        x = normalized(x + output, weights, f"{name}.attention.output.LayerNorm", epsilon)
        wide = gelu(linear(x, weights, f"{name}.intermediate.dense"))
        x = normalized(
            x + linear(wide, weights, f"{name}.output.dense"), weights, f"{name}.output.LayerNorm", epsilon
        )
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


@pytest.mark.parametrize("text", ["CUDA out of memory", "显存不够怎么办", "pad_token_id is None\nValueError"])
def test_the_weights_give_the_vectors_of_the_packaged_graph(folder, text):
    encoder = OnnxEncoder.open(PACKAGED_ENCODER)
    weights = read_safetensors(folder / "model.safetensors")
    config = json.loads((folder / "config.json").read_bytes())
    found = bert(encoder.tokens(text, "query"), weights, config)
    assert float(found @ encoder.encode([text], "query")[0]) > 0.985


def test_every_weight_is_one_that_the_graph_multiplies_with(folder):
    """Rounded to steps of a channel's scale: not the floats from which they were rounded."""
    graph = onnx_file.read(PACKAGED_ENCODER / "model.onnx").tensors
    weights = read_safetensors(folder / "model.safetensors")
    steps = weights["encoder.layer.0.attention.output.dense.weight"] / graph["l0.ao.w_scale"][:, None]
    assert np.abs(steps - np.rint(steps)).max() < 1e-3
    assert np.abs(steps).max() <= 127


def test_the_folder_may_be_loaded(folder):
    facts = encoder_facts(folder)
    assert facts.prefixes == ("query: ", "passage: ")
    assert facts.max_tokens == 512
    assert facts.weights.dtype == "fp32"


def test_it_is_written_once(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert packaged_folder.packaged_folder(cache=folder.parent) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("harm", ["truncate", "delete", "unseal"])
def test_a_damaged_folder_is_written_again(folder, tmp_path, harm):
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    target = copy / ("sealed.json" if harm == "unseal" else "model.safetensors")
    if harm == "truncate":
        os.truncate(target, 1000)
    else:
        target.unlink()
    assert packaged_folder.packaged_folder(cache=tmp_path) == copy
    assert (copy / "model.safetensors").read_bytes() == (folder / "model.safetensors").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_what_a_killed_process_left_is_not_taken_for_the_folder(folder, tmp_path):
    half = tmp_path / f".{folder.name}-x"
    half.mkdir()
    (half / "model.safetensors").write_bytes(b"half")
    assert encoder_facts(packaged_folder.packaged_folder(cache=tmp_path)).weights.parameters > 0


def test_a_damaged_encoder_is_not_converted(tmp_path):
    source = tmp_path / "encoder"
    shutil.copytree(PACKAGED_ENCODER, source)
    with (source / "model.onnx.data").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\1\2\3")
    with pytest.raises(EncoderUnavailable, match="damaged"):
        packaged_folder.packaged_folder(source, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError) as error:
        packaged_folder.packaged_folder(cache=tmp_path / "file" / "cache")
    assert error.value.code == "cache_unwritable"
    assert "TFHELP_CACHE" in error.value.hint


@pytest.mark.parametrize("data", [b"", b"\x3a\x05abc", b"no protocol buffer", b"\x3a\x02\x08\x01\x3a", b"\xff" * 40])
def test_what_is_no_onnx_file_is_said_to_be_none(tmp_path, data):
    (tmp_path / "model.onnx").write_bytes(data)
    with pytest.raises(ValueError, match="no ONNX file"):
        onnx_file.read(tmp_path / "model.onnx")


def test_weights_outside_the_folder_are_not_read(tmp_path):
    def field(number, value):
        return bytes([number << 3 | 2, len(value)]) + value

    place = field(13, field(1, b"location") + field(2, b"../secret"))
    tensor = bytes([8, 4, 16, 1]) + field(8, b"w") + place
    (tmp_path / "model.onnx").write_bytes(field(7, field(5, tensor)))
    with pytest.raises(ValueError, match="no ONNX file"):
        onnx_file.read(tmp_path / "model.onnx")

"""Which folders may be loaded as an encoder, told without loading anything."""

import json
import struct

import pytest

from tfhelp.models.encoder_folder import encoder_facts, encoder_name
from tfhelp.models.unusable import Unusable

HEAD = json.dumps({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
WEIGHTS = struct.pack("<Q", len(HEAD)) + HEAD + bytes(8)
TRANSFORMER = {"path": "", "type": "sentence_transformers.models.Transformer"}
POOLING = {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}
DENSE = {"path": "2_Dense", "type": "sentence_transformers.models.Dense"}


@pytest.fixture
def folder(tmp_path):
    """A sound one."""
    root = tmp_path / "encoder"
    (root / "1_Pooling").mkdir(parents=True)
    (root / "1_Pooling" / "config.json").write_text("{}")
    (root / "model.safetensors").write_bytes(WEIGHTS)
    (root / "config.json").write_text('{"model_type": "bert"}')
    (root / "modules.json").write_text(json.dumps([TRANSFORMER, POOLING]))
    return root


def refused(folder):
    with pytest.raises(Unusable) as fault:
        encoder_facts(folder)
    return fault.value


def test_a_sound_folder_is_described(folder):
    facts = encoder_facts(folder)
    assert (facts.name, facts.prefixes, facts.max_tokens) == ("encoder", ("", ""), 512)
    assert facts.weights.parameters == 2


@pytest.mark.parametrize("key", ["passage", "document"])
def test_prefixes_are_those_of_its_prompts(folder, key):
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": {"query": "q: ", key: "p: "}}))
    assert encoder_facts(folder).prefixes == ("q: ", "p: ")


@pytest.mark.parametrize(("limit", "expected"), [(128, 128), (10**30, 512), (None, 512)])
def test_its_length_is_the_one_that_it_states(folder, limit, expected):
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": limit}))
    assert encoder_facts(folder).max_tokens == expected


def test_pickle_weights_alone_are_refused(folder):
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    fault = refused(folder)
    assert (fault.code, fault.values["file"]) == ("pickle_only", "pytorch_model.bin")


def test_pickle_weights_of_any_module_are_refused(folder):
    (folder / "2_Dense").mkdir()
    (folder / "2_Dense" / "pytorch_model.bin").write_bytes(b"x")
    (folder / "modules.json").write_text(json.dumps([TRANSFORMER, POOLING, DENSE]))
    assert refused(folder).code == "pickle_only"


def test_pickle_weights_beside_safetensors_do_no_harm(folder):
    (folder / "pytorch_model.bin").write_bytes(b"x")
    assert encoder_facts(folder).weights.parameters == 2


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("config.json", {"auto_map": {"AutoModel": "modeling.Model"}}),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["t.T", None]}}),
        ("sentence_bert_config.json", {"model_args": {"trust_remote_code": True}}),
        ("1_Pooling/config.json", {"auto_map": {"x": "y"}}),
        ("router_config.json", {"types": {"a": "evil.Module"}}),
    ],
)
def test_code_of_its_own_is_refused_wherever_it_is_asked_for(folder, file, data):
    (folder / file).write_text(json.dumps(data))
    assert refused(folder).code == "remote_code"


@pytest.mark.parametrize("kind", ["os.system", "custom_st.Transformer", "sentence_transformersx.A", "None"])
def test_modules_of_other_packages_are_refused(folder, kind):
    (folder / "modules.json").write_text(json.dumps([TRANSFORMER, {"path": "", "type": kind}]))
    assert refused(folder).code == "remote_code"


@pytest.mark.parametrize("path", ["../elsewhere", "/etc"])
def test_modules_outside_the_folder_are_refused(folder, path):
    (folder / "modules.json").write_text(json.dumps([TRANSFORMER, {**DENSE, "path": path}]))
    assert refused(folder).code == "encoder_odd"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "3", '["a"]', "[" * 100_000])
def test_a_list_of_modules_that_is_none_is_refused(folder, text):
    (folder / "modules.json").write_text(text)
    assert refused(folder).code == "encoder_odd"


@pytest.mark.parametrize("name", ["modules.json", "model.safetensors"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    fault = refused(folder)
    assert fault.code == "encoder_lacks"
    assert fault.values["file"].endswith(name.rpartition(".")[2])


def test_a_missing_shard_is_named(folder):
    index = {"weight_map": {"a": "model.safetensors", "b": "model-2.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    assert refused(folder).values["file"] == "model-2.safetensors"


@pytest.mark.parametrize("data", [WEIGHTS[:-1], b"", b"\xff" * 40])
def test_weights_that_were_cut_off_are_refused_before_loading(folder, data):
    (folder / "model.safetensors").write_bytes(data)
    assert refused(folder).code.startswith("weights")


def test_a_snapshot_of_the_hub_is_called_as_its_repository(tmp_path):
    assert encoder_name(tmp_path / "models--org--name" / "snapshots" / "0123") == "org/name"

"""What a model is, told from its files alone; and what must never be loaded."""

import json
import struct

import pytest
from model_files import CONFIG, TENSORS, safetensors_bytes, write_model

from tfhelp.models import words
from tfhelp.models.unusable import Unusable
from tfhelp.models.writer_facts import writer_facts


def fault(path, name="org/one"):
    with pytest.raises(Unusable) as caught:
        writer_facts(path, name)
    for language in ("en", "zh"):
        assert "{" not in words.sentence(language, caught.value.code, caught.value.values)
        assert caught.value.code in words.say.keys
    return caught.value


def test_a_folder_is_described_by_its_headers(tmp_path):
    facts = writer_facts(write_model(tmp_path / "one"), "org/one")
    assert (facts.name, facts.kind, facts.architecture) == ("org/one", "safetensors", "LlamaForCausalLM")
    assert (facts.parameters, facts.dtype) == (6464, "bf16")
    assert facts.bytes == (tmp_path / "one" / "model.safetensors").stat().st_size
    assert (facts.context, facts.cache_width, facts.chat_template) == (512, 2 * 2 * 2 * 16, True)


def test_shards_are_added_up(tmp_path):
    first, second = ({name: TENSORS[name]} for name in TENSORS)
    index = {"weight_map": {next(iter(first)): "a-1.safetensors", next(iter(second)): "a-2.safetensors"}}
    files = {
        "a-1.safetensors": safetensors_bytes(first),
        "a-2.safetensors": safetensors_bytes(second),
        "model.safetensors.index.json": json.dumps(index).encode(),
    }
    assert writer_facts(write_model(tmp_path, weights=files)).parameters == 6464
    (tmp_path / "a-2.safetensors").unlink()
    assert fault(tmp_path).values["file"] == "a-2.safetensors"


def test_a_tensor_that_no_shard_holds_is_missed(tmp_path):
    index = {"weight_map": {**dict.fromkeys(TENSORS, "a.safetensors"), "lm_head.weight": "a.safetensors"}}
    files = {"a.safetensors": safetensors_bytes(), "model.safetensors.index.json": json.dumps(index).encode()}
    assert fault(write_model(tmp_path, weights=files)).values["file"] == "lm_head.weight"


@pytest.mark.parametrize("file", ["../elsewhere.safetensors", "/etc/passwd", "a/b.safetensors"])
def test_an_index_cannot_point_out_of_its_folder(tmp_path, file):
    index = {"model.safetensors.index.json": json.dumps({"weight_map": {"x": file}}).encode()}
    assert fault(write_model(tmp_path, weights=index)).code == "config_broken"


@pytest.mark.parametrize("file", ["pytorch_model.bin", "model.pt", "weights.ckpt"])
def test_pickle_is_refused(tmp_path, file):
    said = fault(write_model(tmp_path, weights={file: b"\x80\x04."}))
    assert (said.code, said.values["file"]) == ("pickle_only", file)


def test_a_pickle_file_by_its_path_is_refused_too(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"\x80\x04.")
    assert fault(tmp_path / "model.bin").code == "pickle_only"


def test_safetensors_beside_pickle_are_used(tmp_path):
    files = {"pytorch_model.bin": b"\x80\x04.", "model.safetensors": safetensors_bytes()}
    assert writer_facts(write_model(tmp_path, weights=files)).parameters == 6464


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json", "generation_config.json"])
def test_code_of_its_own_is_refused(tmp_path, file):
    write_model(tmp_path)
    path = tmp_path / file
    data = json.loads(path.read_text()) if path.is_file() else {}
    path.write_text(json.dumps(data | {"auto_map": {"AutoModel": "modeling_x.X"}}))
    said = fault(tmp_path)
    assert said.code == "remote_code"
    assert file in said.values["what"]


@pytest.mark.parametrize(
    "architecture", ["BertModel", "BertLMHeadModel", "CLIPModel", "T5ForConditionalGeneration", "WhisperModel", None]
)
def test_a_model_that_does_not_write_is_told_apart(tmp_path, architecture):
    config = {"architectures": [architecture] if architecture else None}
    assert fault(write_model(tmp_path, config=config)).code == "not_a_writer"


def test_quantized_weights_are_refused_by_name(tmp_path):
    said = fault(write_model(tmp_path, config={"quantization_config": {"quant_method": "gptq"}}))
    assert (said.code, said.values["method"]) == ("quantized", "gptq")


def test_what_is_missing_is_named(tmp_path):
    assert fault(write_model(tmp_path / "a", tokenizer=False)).code == "no_tokenizer"
    assert fault(write_model(tmp_path / "b", weights={"readme": b""})).code == "no_weights"
    (tmp_path / "c").mkdir()
    assert fault(tmp_path / "c").code == "no_config"
    (tmp_path / "c" / "adapter_config.json").write_text("{}")
    assert fault(tmp_path / "c").code == "adapter_only"
    assert fault(tmp_path / "d").code == "no_model"


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"architectures": ' + "[" * 100_000])
def test_a_configuration_that_is_none_is_said_so(tmp_path, text):
    write_model(tmp_path)
    (tmp_path / "config.json").write_text(text)
    assert fault(tmp_path).code in ("config_broken", "not_a_writer")


def test_a_download_that_was_cut_off_is_recognized(tmp_path):
    write_model(tmp_path, weights={"readme": b""})
    (tmp_path / "model.safetensors").symlink_to(tmp_path / "blobs" / "gone")
    assert fault(tmp_path).code == "incomplete"


def test_a_file_that_was_cut_off_says_how_much_is_there(tmp_path):
    whole = safetensors_bytes()
    said = fault(write_model(tmp_path, weights={"model.safetensors": whole[:-100]}))
    assert said.code == "weights_short"
    assert (said.values["have"], said.values["want"]) == (str(len(whole) - 100), str(len(whole)))


DAMAGED = {
    "empty": b"",
    "a pointer of Git LFS": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "a header beyond all reason": struct.pack("<Q", 1 << 60) + b"{}",
    "no JSON": struct.pack("<Q", 8) + b"\xff" * 8,
    "a list": struct.pack("<Q", 2) + b"[]",
    "too many brackets": struct.pack("<Q", 100_000) + b"[" * 100_000,
    "an offset that does not fit the shape": safetensors_bytes(
        x={"dtype": "F32", "shape": [2], "data_offsets": [0, 9]}
    ),
    "a negative shape": safetensors_bytes(x={"dtype": "F32", "shape": [-2], "data_offsets": [0, -8]}),
    "a shape of words": safetensors_bytes(x={"dtype": "F32", "shape": "two", "data_offsets": [0, 8]}),
    "tensors over one another": safetensors_bytes(
        x={"dtype": "F32", "shape": [2], "data_offsets": [4, 12]},
        y={"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_weights_are_refused(tmp_path, damage):
    folder = write_model(tmp_path, weights={"model.safetensors": DAMAGED[damage]})
    assert fault(folder).code == "weights_header"


def test_every_cut_and_every_flipped_byte_of_a_header_is_survived(tmp_path):
    whole = bytearray(safetensors_bytes())
    path = write_model(tmp_path) / "model.safetensors"
    for place in range(0, len(whole) - 13_000, 3):
        for data in (bytes(whole[:place]), bytes([*whole[:place], whole[place] ^ 0x5A, *whole[place + 1 :]])):
            path.write_bytes(data)
            try:
                assert writer_facts(tmp_path).parameters >= 0
            except Unusable as said:
                assert said.code.startswith("weights_")


def test_the_context_has_many_names(tmp_path):
    config = {name: value for name, value in CONFIG.items() if name != "max_position_embeddings"}
    for key in ("n_positions", "n_ctx", "max_seq_len"):
        folder = write_model(tmp_path / key)
        (folder / "config.json").write_text(json.dumps(config | {key: 77}))
        assert writer_facts(folder).context == 77

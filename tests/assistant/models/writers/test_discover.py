"""Which models are found, by what name, how fast; and what ``tfhelp models`` says of them."""

import json
import os
import re
import time

import pytest
from model_files import gguf_bytes, safetensors_bytes, write_model

from tfhelp.cli import models as cli_models
from tfhelp.models import discover, memory
from tfhelp.models.errors import ModelError
from tfhelp.render.style import Style
from tfhelp.render.wrap import cells

LOADED = """
import json, sys
from tfhelp.cli.main import main
main(sys.argv[1:])
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A hub cache as huggingface_hub lays it out: blobs, and snapshots of links to them."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "TRANSFORMERS_CACHE", "HF_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    (tmp_path / "hf" / "hub").mkdir(parents=True)
    return tmp_path / "hf" / "hub"


def put(hub, repository, commit="c0ffee", **options):
    """A repository with one snapshot, whose files are links."""
    home = hub / f"models--{repository.replace('/', '--')}"
    plain = write_model(home / "plain", **options)
    snapshot = home / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (home / "blobs").mkdir(exist_ok=True)
    for number, file in enumerate(sorted(plain.iterdir())):
        blob = home / "blobs" / f"{commit}-{number}"
        file.rename(blob)
        (snapshot / file.name).symlink_to(os.path.relpath(blob, snapshot))
    plain.rmdir()
    return snapshot


def names(found):
    return [model.name for model in found]


def test_a_model_of_the_hub_cache_has_its_hub_name(hub):
    snapshot = put(hub, "org/one-1B")
    (found,) = discover.discover()
    assert (found.name, found.path, found.facts.parameters) == ("org/one-1B", snapshot, 6464)


def test_the_snapshot_that_main_names_counts_not_the_newest(hub):
    main = put(hub, "org/one", "aaa")
    put(hub, "org/one", "bbb")
    (hub / "models--org--one" / "refs").mkdir()
    (hub / "models--org--one" / "refs" / "main").write_text("aaa")
    assert [model.path for model in discover.discover()] == [main]


def test_gguf_files_of_a_repository_are_models_of_their_own(hub):
    snapshot = hub / "models--org--one-GGUF" / "snapshots" / "aaa"
    snapshot.mkdir(parents=True)
    for name in ("one-Q4_K_M", "one-Q8_0"):
        (snapshot / f"{name}.gguf").write_bytes(gguf_bytes())
    assert names(discover.discover()) == ["org/one-GGUF/one-Q4_K_M", "org/one-GGUF/one-Q8_0"]


def test_what_cannot_be_used_says_why_and_encoders_are_passed_over(hub):
    put(hub, "org/pickle", weights={"pytorch_model.bin": b"x"})
    put(hub, "org/code", config={"auto_map": {"AutoModel": "x.X"}})
    put(hub, "org/encoder", config={"architectures": ["BertModel"]})
    half = put(hub, "org/half")
    (half / "model.safetensors").resolve().unlink()
    faults = {model.name: model.fault.code for model in discover.discover()}
    assert faults == {"org/pickle": "pickle_only", "org/code": "remote_code", "org/half": "incomplete"}


@pytest.mark.parametrize("variable", ["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"])
def test_the_variables_of_the_hub_are_heeded(hub, tmp_path, monkeypatch, variable):
    put(hub, "org/one")
    (tmp_path / "elsewhere").mkdir()
    put(tmp_path / "elsewhere", "org/two")
    monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))
    assert names(discover.discover()) == ["org/two"]


def test_folders_are_searched_below(hub, tmp_path):
    folder = tmp_path / "models"
    write_model(folder / "qwen" / "small")
    (folder / "files").mkdir()
    (folder / "files" / "big.GGUF").write_bytes(gguf_bytes())
    (folder / "loop").symlink_to(folder)
    assert names(discover.discover([folder])) == ["files/big", "qwen/small"]
    assert names(discover.discover([folder / "qwen" / "small"])) == ["small"]
    assert names(discover.discover([folder / "files" / "big.GGUF"])) == ["big"]


def test_a_model_that_two_folders_hold_is_listed_once(hub, tmp_path):
    write_model(tmp_path / "models" / "one")
    assert len(discover.discover([tmp_path / "models", tmp_path / "models" / "one"])) == 1


def test_what_cannot_be_read_stops_nothing(hub, tmp_path):
    write_model(tmp_path / "models" / "one")
    closed = write_model(tmp_path / "models" / "two")
    (tmp_path / "models" / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "models" / "gone.gguf").symlink_to(tmp_path / "nowhere")
    closed.chmod(0)
    try:
        assert "one" in names(discover.discover([tmp_path / "models", tmp_path / "missing"]))
    finally:
        closed.chmod(0o755)


def test_ten_thousand_files_take_no_time(hub, tmp_path):
    for number in range(100):
        folder = tmp_path / "data" / f"part-{number:03}"
        folder.mkdir(parents=True)
        for file in range(100):
            (folder / f"{file}.txt").touch()
    write_model(tmp_path / "data" / "part-050" / "model")
    began = time.perf_counter()
    assert names(discover.discover([tmp_path / "data"])) == ["part-050/model"]
    assert time.perf_counter() - began < 3


def test_a_model_is_meant_by_its_path_or_its_name(hub, tmp_path):
    snapshot = put(hub, "org/One-1B")
    assert discover.resolve("org/one-1b") == snapshot
    assert discover.resolve("one-1B") == snapshot
    assert discover.resolve(str(snapshot)) == snapshot
    for name in ("two", "", "\0", "~nobody-of-that-name/x", "x" * 5000):
        if name:
            with pytest.raises(ModelError) as failed:
                discover.resolve(name)
            assert failed.value.code == "no_model"


def test_a_link_that_leads_nowhere_is_called_one(hub, tmp_path):
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ModelError) as failed:
        discover.resolve(str(tmp_path / "gone"))
    assert failed.value.code == "broken_link"


def test_a_model_that_cannot_be_used_is_explained(tmp_path):
    with pytest.raises(ModelError) as failed:
        discover.examine(write_model(tmp_path / "one", weights={"a.bin": b""}))
    assert failed.value.code == "pickle_only"


@pytest.fixture
def home(hub, run):
    def start(*arguments, **options):
        return run("models", *arguments, HF_HOME=str(hub.parent), **options)

    return start


def test_the_list_is_a_table_in_the_users_language(hub, home):
    put(hub, "org/one")
    put(hub, "org/pickle", weights={"a.bin": b"x"})
    ran = home()
    assert ran.code == 0
    head, row = ran.out.splitlines()[:2]
    assert (head.split()[0], row.split()[0]) == ("model", "org/one")
    assert "  org/pickle has only pickle weights (a.bin)" in ran.out
    chinese = home("--lang", "zh").out
    assert "对话模板" in chinese
    assert "pickle 格式" in chinese


def test_nothing_found_says_what_to_do(home):
    ran = home()
    assert (ran.code, ran.out) == (0, "")
    assert "tfhelp models FOLDER" in ran.err
    assert "没有找到" in home("--lang", "zh").err
    assert home("--json").out == "[]\n"


def test_nothing_found_says_where_it_looked(hub, home, tmp_path):
    assert f"Searched: the Hugging Face cache {hub}." in home().err
    away = str(tmp_path / "away")
    assert f"the Hugging Face cache {away} (not there" in home(HF_HUB_CACHE=away).err
    (tmp_path / "empty").mkdir()
    assert f"{hub}, {tmp_path / 'empty'}." in home(str(tmp_path / "empty")).err


def test_a_folder_of_the_settings_that_is_not_there_is_named(hub, home, tmp_path):
    put(hub, "org/one")
    (tmp_path / "config.toml").write_text(f'models = ["{tmp_path / "gone"}"]\n', encoding="utf-8")
    ran = home(TFHELP_CONFIG=str(tmp_path))
    assert ran.code == 0
    assert f"There is no folder or file {tmp_path / 'gone'}. " in ran.err
    assert "config.toml" in ran.err


def test_the_memory_that_a_model_needs_stands_in_the_table(hub, home):
    put(hub, "org/one")
    head, row = (re.split(r" {2,}", line) for line in home().out.splitlines()[:2])
    needed = json.loads(home("--json").out)[0]["needed_bytes"]
    assert row[head.index("memory")] == memory.in_words(needed)
    assert row[head.index("size")] != row[head.index("memory")]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 80])
def test_a_table_that_is_too_wide_becomes_a_list_that_fits(language, width):
    rows = [
        cli_models.say(language, "head").split("|"),
        ["a-name" * 5, "98 MB", "981 MB", "1 B", "Q4_1", "yes", "CPU"],
    ]
    lines = list(cli_models._lines(rows, width, Style(colored=False)))
    assert lines[0] == "a-name" * 5
    assert all(cells(line) <= width for line in lines)
    text = " ".join(lines)
    assert all(f"{what} {fact}" in text for what, fact in zip(rows[0][1:], rows[1][1:], strict=True))


def test_what_was_converted_is_listed_with_its_size(hub, home, tmp_path):
    kept = tmp_path / "kept"
    for name, files in {
        "gguf-0123-1.5": {"converted.json": '{"source": "big\\u001b[2J.gguf"}', "model.safetensors": "x" * 3_000_000},
        "encoder-0123-3": {"model.safetensors": "x"},
        "gguf-damaged": {"converted.json": "{"},
        ".gguf-half": {"model.safetensors": "x"},
    }.items():
        (kept / name).mkdir(parents=True)
        for file, text in files.items():
            (kept / name / file).write_text(text)
    err = home(TFHELP_CACHE=str(kept)).err
    assert re.search(r"^ +3 MB  gguf-0123-1.5  big.gguf$", err, re.MULTILINE)
    assert "encoder-0123-3  the encoder, for torch" in err
    assert "half" not in err
    assert "\x1b" not in err


def test_the_list_as_json(hub, home):
    put(hub, "org/one", template=None)
    put(hub, "org/pickle", weights={"a.bin": b"x"})
    one, pickle = json.loads(home("--json").out)
    assert (one["name"], one["usable"], one["dtype"], one["chat_template"]) == ("org/one", True, "bf16", False)
    assert one["needed_bytes"] > one["parameters"] * 2
    assert (pickle["usable"], pickle["fault"]) == (False, "pickle_only")


@pytest.mark.parametrize("folder", ["/no/such/folder", "", " ", "x" * 5000, "~nobody-of-that-name/x", "/dev/null"])
def test_a_folder_that_does_not_exist_is_a_usage_error(home, folder):
    ran = home(folder)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "internal" not in ran.err


def test_a_link_to_nowhere_is_a_usage_error(home, tmp_path):
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    ran = home(str(tmp_path / "gone"))
    assert (ran.code, "is a link to" in ran.err) == (2, True)


def test_names_that_a_terminal_would_obey_are_cleaned(hub, home, tmp_path):
    write_model(tmp_path / "models" / "a\x1b[31mred|`x`")
    (tmp_path / "models" / "b\x1b[2J.gguf").write_bytes(b"no")
    out = home(str(tmp_path / "models")).out
    assert "\x1b" not in out
    assert "red|`x`" in out


def test_nothing_heavy_is_imported(hub, run):
    put(hub, "org/one", weights={"model.safetensors": safetensors_bytes()})
    ran = run("models", program=LOADED, HF_HOME=str(hub.parent))
    loaded = set(json.loads(ran.err.splitlines()[-1]))
    assert "org/one" in ran.out
    assert not loaded & {
        "torch",
        "transformers",
        "sentence_transformers",
        "safetensors",
        "gguf",
        "faiss",
        "onnxruntime",
    }

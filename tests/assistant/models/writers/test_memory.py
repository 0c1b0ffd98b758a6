"""How much memory a model needs, how much there is, and where it therefore runs."""

from pathlib import Path

import pytest

from tfhelp.models import memory
from tfhelp.models.writer_facts import WriterFacts
from tfhelp.worker.devices import Card, Choice, Hardware
from tfhelp.worker.jobs import JobFailed
from tfhelp.worker.placement import place

GB = 10**9


def model(billions=1.0, context=8192):
    width = 2 * 32 * 8 * 128
    return WriterFacts(
        Path("one"), "org/one", "safetensors", "LlamaForCausalLM", int(billions * 2 * GB), "bf16",
        int(billions * GB), True, context, width,
    )  # fmt: skip


def test_weights_are_most_of_what_is_needed():
    assert 2 * GB < memory.needed(model(), "bf16") < 3.2 * GB
    assert 4 * GB < memory.needed(model(), "fp32") < 6 * GB


def test_no_more_text_is_counted_than_is_read():
    assert memory.needed(model(context=1_000_000), "fp16") == memory.needed(model(context=None), "fp16")
    short, long = memory.needed(model(context=1024), "fp16"), memory.needed(model(context=4096), "fp16")
    assert long - short == 3072 * 2 * 2 * 32 * 8 * 128


@pytest.mark.parametrize(
    ("count", "words"), [(98_362_432, "98 MB"), (999_600_000, "1.0 GB"), (14.24 * GB, "14.2 GB")]
)
def test_bytes_as_people_say_them(count, words):
    assert memory.in_words(int(count)) == words


def test_memory_is_read_as_linux_says_it():
    text = "MemTotal:       24684544 kB\nMemFree:         1000000 kB\nMemAvailable:   20000000 kB\nHugePages_Total:       0\n"
    assert memory._linux(text) == 20_000_000 * 1024
    assert memory._linux("") is None


def test_a_containers_limit_counts(tmp_path):
    (tmp_path / "memory.max").write_text("4000000000\n")
    (tmp_path / "memory.current").write_text("3000000000\n")
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 500000000\n")
    assert memory._container(tmp_path) == 1_500_000_000
    (tmp_path / "memory.max").write_text("max\n")
    assert memory._container(tmp_path) is None


def test_there_is_memory_here():
    free = memory.free_memory()
    assert free is None or free > 10_000_000


def test_cards_are_read_as_nvidia_smi_prints_them(monkeypatch):
    text = (
        "NVIDIA H100 80GB HBM3, 81559, 81000\nCard, with comma, 16384, 100\nNo devices were found\nX, [N/A], [N/A]\n"
    )
    cards = memory.parse_gpus(text)
    assert [(card.name, card.free // 2**20) for card in cards] == [
        ("NVIDIA H100 80GB HBM3", 81000),
        ("Card, with comma", 100),
    ]
    for chosen, left in (("1", [100]), ("1,0", [100, 81000]), ("", []), ("-1", []), ("GPU-abc", [81000, 100])):
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", chosen)
        assert [card.free // 2**20 for card in memory._visible(cards)] == left


@pytest.mark.parametrize("script", ["exit 9", "sleep 60", "echo '\x01garbage'"])
def test_a_broken_nvidia_smi_means_no_cards(tmp_path, monkeypatch, script):
    program = tmp_path / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(memory, "_SMI_SECONDS", 0.2)
    assert memory.gpus() == ()


def card(free, capability=(9, 0)):
    return Card("card", int(80 * GB), int(free * GB), capability)


@pytest.mark.parametrize(
    ("hardware", "expected"),
    [
        (Hardware(cards=(card(70),), free=100 * GB), Choice("cuda:0", "bf16")),
        (Hardware(cards=(card(20), card(70)), free=100 * GB), Choice("cuda:1", "bf16")),
        (Hardware(cards=(card(15, (7, 5)),), free=100 * GB), Choice("cuda:0", "fp16")),
        (Hardware(mps=True, free=100 * GB), Choice("mps", "fp16")),
        (Hardware(free=100 * GB), Choice("cpu", "fp32")),
        (Hardware(free=4 * GB), Choice("cpu", "bf16")),
        (Hardware(free=None), Choice("cpu", "fp32")),
    ],
)
def test_a_model_goes_where_it_fits_in_the_best_numbers(hardware, expected):
    assert place(model(), hardware) == (expected, None)


def test_a_card_that_is_too_small_leaves_the_cpu_and_says_so():
    choice, too_small = place(model(7), Hardware(cards=(card(8),), free=100 * GB))
    assert choice == Choice("cpu", "fp32")
    assert too_small.free == 8 * GB < too_small.needed


def test_a_device_that_was_asked_for_is_not_exchanged():
    with pytest.raises(JobFailed) as failed:
        place(model(7), Hardware(cards=(card(8),), free=100 * GB), "cuda")
    assert (failed.value.code, failed.value.values["free"]) == ("no_memory", "8.0 GB")


def test_too_little_memory_is_refused_with_the_numbers():
    with pytest.raises(JobFailed) as failed:
        place(model(7), Hardware(free=4 * GB))
    assert failed.value.code == "no_memory"
    assert failed.value.values == {"model": "org/one", "needed": "16.1 GB", "free": "4.0 GB", "device": "cpu"}


def test_numbers_that_were_asked_for_are_taken():
    assert place(model(), Hardware(free=100 * GB), dtype="bf16")[0] == Choice("cpu", "bf16")
    with pytest.raises(JobFailed) as failed:
        place(model(), Hardware(free=100 * GB), dtype="fp16")
    assert failed.value.code == "no_dtype"

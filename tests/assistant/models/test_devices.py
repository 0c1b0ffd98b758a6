"""Device and dtype are chosen by what a machine is said to have; no card is needed to see that."""

import pytest

from tfhelp.worker.devices import Card, Choice, Hardware, choose
from tfhelp.worker.jobs import JobFailed

GB = 10**9


def card(capability, free=8, total=24):
    return Card("a card", total * GB, free * GB, capability)


PASCAL, VOLTA, AMPERE = card((6, 1)), card((7, 0)), card((8, 0))


@pytest.mark.parametrize(
    ("hardware", "device", "dtype", "expected"),
    [
        (Hardware(), "auto", "auto", ("cpu", "fp32")),
        (Hardware(mps=True), "auto", "auto", ("mps", "fp16")),
        (Hardware((AMPERE,), mps=True), "auto", "auto", ("cuda:0", "fp16")),
        (Hardware((VOLTA,)), "auto", "auto", ("cuda:0", "fp16")),
        (Hardware((PASCAL,)), "auto", "auto", ("cuda:0", "fp32")),
        (Hardware((AMPERE,)), "cpu", "auto", ("cpu", "fp32")),
        (Hardware((AMPERE,)), "auto", "bf16", ("cuda:0", "bf16")),
        (Hardware((AMPERE,)), "cuda", "fp32", ("cuda:0", "fp32")),
        (Hardware(), "cpu", "bf16", ("cpu", "bf16")),
        (Hardware(mps=True), "mps", "fp32", ("mps", "fp32")),
        (Hardware(mps=True), "cpu", "auto", ("cpu", "fp32")),
    ],
)
def test_the_choice_follows_the_hardware(hardware, device, dtype, expected):
    assert choose(hardware, device, dtype) == Choice(*expected)


def test_of_several_cards_the_one_with_most_free_memory_is_taken():
    hardware = Hardware((card((8, 0), free=2), card((7, 5), free=9), card((9, 0), free=9)))
    assert choose(hardware).device == "cuda:1"
    assert choose(hardware, "cuda").device == "cuda:1"


def test_a_card_can_be_named():
    assert choose(Hardware((AMPERE, PASCAL)), "cuda:1") == Choice("cuda:1", "fp32")


@pytest.mark.parametrize(
    ("hardware", "device", "usable"),
    [
        (Hardware(), "cuda", "cpu"),
        (Hardware(), "mps", "cpu"),
        (Hardware(mps=True), "cuda", "mps, cpu"),
        (Hardware((AMPERE, VOLTA)), "cuda:2", "cuda:0, cuda:1, cpu"),
        (Hardware((AMPERE,)), "mps", "cuda:0, cpu"),
    ],
)
def test_a_device_that_is_not_there_is_refused_with_those_that_are(hardware, device, usable):
    with pytest.raises(JobFailed) as failed:
        choose(hardware, device)
    assert failed.value.code == "no_device"
    assert failed.value.values == {"device": device, "usable": usable}


@pytest.mark.parametrize(
    ("hardware", "device", "dtype"),
    [
        (Hardware((PASCAL,)), "cuda", "fp16"),
        (Hardware((VOLTA,)), "cuda", "bf16"),
        (Hardware(), "cpu", "fp16"),
        (Hardware(mps=True), "mps", "bf16"),
    ],
)
def test_numbers_that_a_device_cannot_do_are_refused(hardware, device, dtype):
    with pytest.raises(JobFailed) as failed:
        choose(hardware, device, dtype)
    assert failed.value.code == "no_dtype"
    assert failed.value.values["dtype"] == dtype


def test_free_memory_is_that_of_the_device():
    hardware = Hardware((card((8, 0), free=3), card((8, 0), free=5)), mps=True, free=16 * GB)
    assert [hardware.free_on(device) for device in hardware.devices] == [3 * GB, 5 * GB, 16 * GB, 16 * GB]

"""Every text is computed once and comes back in its place, also when memory runs out on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp.worker import batches
from tfhelp.worker.batches import Allowance, MemoryFull


class Device:
    """Holds so many tokens at a time, padding included; notes what it computed."""

    def __init__(self, lengths, room):
        self.lengths, self.room = lengths, room
        self.computed: list[int] = []
        self.sizes: list[int] = []

    def __call__(self, ordinals):
        if max(self.lengths[n] for n in ordinals) * len(ordinals) > self.room:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        self.computed += ordinals
        self.sizes.append(len(ordinals))
        return [f"row {n}" for n in ordinals]


def compute(lengths, room=10**9, allowed=None, **told):
    device = Device(lengths, room)
    rows = batches.run(lengths, device, allowed or Allowance(1000, 8), is_full=batches.is_memory_full, **told)
    return device, rows


def test_rows_come_back_in_the_order_of_the_texts():
    device, rows = compute([3, 9, 1, 9])
    assert rows == ["row 0", "row 1", "row 2", "row 3"]
    assert device.computed == [1, 3, 0, 2]


@given(st.lists(st.integers(1, 60), max_size=80), st.integers(60, 400), st.integers(1, 40), st.integers(1, 5000))
def test_memory_may_run_out_anywhere_and_nothing_is_lost_or_done_twice(lengths, room, texts, tokens):
    device, rows = compute(lengths, room, Allowance(tokens, texts))
    assert rows == [f"row {n}" for n in range(len(lengths))]
    assert sorted(device.computed) == list(range(len(lengths)))


def test_a_full_memory_halves_the_batch_and_the_work_goes_on():
    told = []
    device, _ = compute([10] * 16, room=20, allowed=Allowance(10_000, 16), halved=told.append)
    assert told == [8, 4, 2]
    assert device.sizes == [2] * 8


def test_shorter_texts_go_in_larger_batches_after_a_halving():
    device, _ = compute([100] * 4 + [10] * 20, room=200, allowed=Allowance(400, 100))
    assert device.sizes == [2, 2, 20]


def test_a_single_text_that_does_not_fit_is_named_by_its_length():
    with pytest.raises(MemoryFull) as full:
        compute([5, 900], room=100)
    assert full.value.tokens == 900


def test_an_error_of_another_kind_is_not_taken_for_a_full_memory():
    def broken(ordinals):
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="shapes"):
        batches.run([1, 2], broken, Allowance(10, 2), is_full=batches.is_memory_full)


def test_a_cancel_between_two_batches_ends_the_work():
    class Enough(Exception):
        pass

    calls = []

    def before():
        calls.append(1)
        if len(calls) == 3:
            raise Enough

    device = Device([1] * 10, 10**9)
    with pytest.raises(Enough):
        batches.run([1] * 10, device, Allowance(2, 2), is_full=batches.is_memory_full, before=before)
    assert len(device.computed) == 4


def test_progress_counts_finished_texts():
    told = []
    compute([1] * 5, allowed=Allowance(100, 2), done=told.append)
    assert told == [2, 4, 5]


class OutOfMemoryError(RuntimeError):
    """Named as torch's."""


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OutOfMemoryError("anything"), True),
        (RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"), True),
        (RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), True),
        (MemoryError(), True),
        (RuntimeError("device-side assert triggered"), False),
        (ValueError("memory"), False),
    ],
)
def test_a_full_memory_is_recognized(error, full):
    assert batches.is_memory_full(error) is full


def test_the_first_allowance_follows_free_memory_and_device():
    plenty = batches.allowance("cuda:0", 80 * 10**9, 10_000)
    little = batches.allowance("cuda:0", 10**8, 10_000)
    assert plenty.tokens == batches.GPU_TOKENS
    assert little.tokens == 5_000
    assert little.count(512) == 9
    assert batches.allowance("cpu", 80 * 10**9, 10_000).tokens == batches.CPU_TOKENS
    assert batches.allowance("cpu", 0, 10_000).count(512) == 1


def test_a_number_that_the_user_gave_is_taken_as_it_is():
    asked = batches.allowance("cuda:0", 10, 10_000, asked=37)
    assert asked.count(512) == asked.count(1) == 37

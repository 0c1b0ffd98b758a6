"""A started (not forked) worker gets everything through pickle: a function inside a function does not pass."""

import contextlib

from torch.utils.data import DataLoader, default_collate


def first(collate, **workers):
    loader = DataLoader([1, 2, 3, 4], batch_size=2, collate_fn=collate, **workers)
    with contextlib.suppress(Exception):
        return next(iter(loader)).tolist()


def breaks():
    def collate(rows):
        return default_collate(rows)

    assert first(collate, num_workers=1, multiprocessing_context="spawn") is None


def fixed():
    assert first(default_collate, num_workers=1, multiprocessing_context="spawn") == [1, 2]
    assert first(lambda rows: default_collate(rows), num_workers=0) == [1, 2]

"""One fast tokenizer is used by eight threads, with and without truncation."""

import threading
from concurrent.futures import ThreadPoolExecutor

import tiny

TEXT = "the weather in a small town " * 200


def encode(tokenizer, number):
    limit = {"truncation": True, "max_length": 16} if number % 2 else {}
    return len(tokenizer(TEXT, **limit)["input_ids"])


def breaks():
    tokenizer = tiny.tokenizer()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: encode(tokenizer, number), range(2000)))


def fixed():
    tokenizer, lock = tiny.tokenizer(), threading.Lock()

    def locked(number):
        with lock:
            return encode(tokenizer, number)

    with ThreadPoolExecutor(8) as pool:
        lengths = list(pool.map(locked, range(200)))
    assert lengths[1] == 16 and lengths[0] > 16

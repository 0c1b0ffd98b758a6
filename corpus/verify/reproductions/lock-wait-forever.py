"""Another writer holds the lock of the file."""

import threading
import time

import filelock
from huggingface_hub.utils import WeakFileLock, logging

RELEASES = ">=4.46"


def hold(seconds):
    """Take the lock in another thread, for so long."""
    taken = threading.Event()

    def work():
        with filelock.FileLock("file.lock"):
            taken.set()
            time.sleep(seconds)

    threading.Thread(target=work, daemon=True).start()
    taken.wait()


def breaks():
    logging.set_verbosity_info()
    hold(11.5)
    with WeakFileLock("file.lock"):
        pass


def fixed():
    hold(0.1)
    began = time.monotonic()
    with WeakFileLock("file.lock"):
        assert time.monotonic() - began < 5

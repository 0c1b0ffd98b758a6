"""An encoder in a process for each device: the same vectors, and a clear end when one of the processes fails."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("sentence_transformers")

from tfhelp.models.packaged_folder import packaged_folder
from tfhelp.models.protocol import EncoderSpec
from tfhelp.worker import encoder
from tfhelp.worker.devices import Choice
from tfhelp.worker.encoder_model import EncoderModel
from tfhelp.worker.jobs import Job

pytestmark = pytest.mark.filterwarnings("default")  # what those libraries warn of is theirs

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def spec(tmp_path_factory):
    folder = packaged_folder(cache=tmp_path_factory.mktemp("cache"))
    return EncoderSpec(str(folder), "cpu", prefixes=("query: ", "passage: "))


@pytest.fixture
def job():
    return Job(1, lambda frame: None)


FAILING_POOL = """
import os, signal, sys
from pathlib import Path
from tfhelp.worker import encoder
from tfhelp.worker.devices import Choice
from tfhelp.worker.encoder_pool import EncoderPool
from tfhelp.worker.frugal import FrugalTransformer
from tfhelp.worker.jobs import Job, JobFailed

def forward(self, features, **_):
    if sys.argv[2] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    raise RuntimeError({"error": "something else", "full": "CUDA out of memory."}[sys.argv[2]])

FrugalTransformer.forward = forward
if __name__ == "__main__":
    pool = EncoderPool(encoder._transformer(Path(sys.argv[1])), [Choice("cpu", "fp32")] * 2, None)
    try:
        pool.encode([f"text number {n}" for n in range(9)], "query: ", 128, Job(1, lambda frame: None))
    except JobFailed as failed:
        print(failed.code, pool.broken)
    pool.close()
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize(
    ("failure", "code"), [("killed", "pool_died"), ("error", "pool_failed"), ("full", "out_of_memory")]
)
def test_a_process_of_a_pool_that_fails_ends_the_wait(spec, tmp_path, failure, code):
    script = tmp_path / "pool.py"
    script.write_text(FAILING_POOL)
    roots = os.pathsep.join(str(ROOT / name) for name in ("assistant", "corpus", "index"))
    done = subprocess.run(
        [sys.executable, str(script), spec.folder, failure], capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PYTHONPATH": roots},
    )  # fmt: skip
    # In release 5 a process that meets an error says nothing and ends.
    assert done.stdout.split() in ([code, "True"], ["pool_died", "True"]), done.stderr


def test_a_pool_that_is_broken_is_not_used_again(spec, job, monkeypatch):
    class Broken:
        broken, closed = True, False

        def close(self):
            self.closed = True

    old = Broken()
    monkeypatch.setattr(encoder._kept, "model", old)
    monkeypatch.setattr(encoder._kept, "spec", spec)
    assert encoder._model(spec, 1, job) is not old
    assert old.closed


POOL = """
import os, signal, sys
from pathlib import Path
import numpy as np
from tfhelp.worker import encoder
from tfhelp.worker.devices import Choice
from tfhelp.worker.encoder_pool import EncoderPool
from tfhelp.worker.jobs import Job

if __name__ == "__main__":
    pool = EncoderPool(encoder._transformer(Path(sys.argv[1])), [Choice("cpu", "fp32")] * 2, None)
    found = pool.encode([f"text number {n}" for n in range(9)], "query: ", 128, Job(1, lambda frame: None))
    np.save(sys.argv[2], found)
    print(*(process.pid for process in pool._pool["processes"]), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_pool_gives_the_same_vectors_and_does_not_outlive_its_parent(spec, job, tmp_path, wait, is_alive):
    alone = EncoderModel(encoder._transformer(Path(spec.folder)), Choice("cpu", "fp32"), None, None)
    expected = alone.encode([f"text number {n}" for n in range(9)], "query: ", 128, job)
    script = tmp_path / "pool.py"
    script.write_text(textwrap.dedent(POOL))
    roots = os.pathsep.join(str(ROOT / name) for name in ("assistant", "corpus", "index"))
    with (tmp_path / "out").open("w") as out:
        done = subprocess.run(
            [sys.executable, str(script), spec.folder, str(tmp_path / "vectors.npy")],
            stdout=out, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": roots}, check=False, timeout=300,
        )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    assert np.abs(np.load(tmp_path / "vectors.npy") - expected).max() < 1e-4
    pids = [int(word) for word in (tmp_path / "out").read_text().split()]
    assert len(pids) == 2
    wait(lambda: not any(map(is_alive, pids)))

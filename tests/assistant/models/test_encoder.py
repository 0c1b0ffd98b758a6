"""The encoder on torch: the packaged weights give the packaged vectors, and a batch changes none of them.

These need torch; what can be told without it stands in `test_batches`, `test_devices` and `test_packaged_folder`.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sentence_transformers")

from tfhelp.models.packaged_folder import packaged_folder  # noqa: E402
from tfhelp.models.protocol import Encode, EncoderSpec, Notice, Progress, Vectors  # noqa: E402
from tfhelp.worker import encoder, encoder_model  # noqa: E402
from tfhelp.worker.jobs import Job, JobCancelled, JobFailed  # noqa: E402
from tfhelp_index.bundle import PACKAGED_ENCODER  # noqa: E402
from tfhelp_index.encoder import OnnxEncoder  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")  # what those libraries warn of is theirs

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "questions.jsonl"


@pytest.fixture(scope="module")
def spec(tmp_path_factory):
    folder = packaged_folder(cache=tmp_path_factory.mktemp("cache"))
    return EncoderSpec(str(folder), "cpu", prefixes=("query: ", "passage: "))


@pytest.fixture
def sent():
    return []


@pytest.fixture
def job(sent):
    return Job(1, sent.append)


@pytest.fixture
def encode(spec, job, sent):
    def run(texts, role="query", spec=spec):
        encoder.encode(Encode(spec, tuple(texts), role), job)
        (vectors,) = [frame for frame in sent if isinstance(frame.message, Vectors)][-1:]
        return np.frombuffer(vectors.payload, "<f4").reshape(vectors.message.count, vectors.message.dim)

    return run


def golden(count):
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["query"] for line in lines[:: max(1, len(lines) // count)]][:count]


def test_vectors_are_those_of_the_packaged_encoder(encode):
    texts = golden(60)
    cosines = (encode(texts) * OnnxEncoder.open(PACKAGED_ENCODER).encode(texts, "query")).sum(axis=1)
    assert cosines.mean() >= 0.995
    assert np.percentile(cosines, 1) >= 0.985


@pytest.mark.slow
def test_passages_too(encode):
    texts = [path.read_text(encoding="utf-8")[:1500] for path in sorted((ROOT / "docs").rglob("*.md"))[:20]]
    cosines = (encode(texts, "passage") * OnnxEncoder.open(PACKAGED_ENCODER).encode(texts, "passage")).sum(axis=1)
    assert cosines.mean() >= 0.995


@pytest.mark.parametrize(
    "text", ["a <s> b", "</s><pad>", "", " ", "\x00\x07", "“” → │ 😀", "显存 " * 400, "x" * 100_000]
)
def test_odd_texts_are_split_as_the_packaged_encoder_splits_them(encode, text):
    assert float(encode([text])[0] @ OnnxEncoder.open(PACKAGED_ENCODER).encode([text], "query")[0]) > 0.98


def test_a_vector_hardly_depends_on_what_shares_its_batch(encode):
    texts = ["short", "a question of middle length about padding", "long " * 100, "显存不足"]
    together = encode(texts * 3)
    alone = np.vstack([encode([text]) for text in texts])
    # Not exactly: sums in another order make a rounding fall to the other side now and then, and that spreads.
    assert (together * np.tile(alone, (3, 1))).sum(axis=1).min() > 0.995


def test_progress_counts_to_the_end_and_every_reply_fits_the_protocol(encode, sent):
    encode([f"text {n}" for n in range(10)])
    counts = [frame.message.done for frame in sent if isinstance(frame.message, Progress)]
    assert counts == sorted(counts)
    assert counts[-1] == 10


def test_no_text_gives_no_vector(encode):
    assert encode([]).shape == (0, 384)


def test_when_memory_is_full_the_batch_halves_and_nothing_is_lost(encode, spec, sent, monkeypatch):
    texts = [f"text number {n}" for n in range(16)]
    expected = encode(texts)
    real, sizes = encoder_model.EncoderModel._forward, []

    def full(self, features):
        count = len(features["input_ids"])
        if count > 3:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        sizes.append(count)
        return real(self, features)

    monkeypatch.setattr(encoder_model.EncoderModel, "_forward", full)
    try:
        assert np.abs(encode(texts) - expected).max() < 1e-5
        assert sum(sizes) == 16
        halved = [
            frame.message.values["batch"]
            for frame in sent
            if isinstance(frame.message, Notice) and "batch" in frame.message.values
        ]
        assert halved == ["8", "4", "2"]
    finally:
        encoder._give_up()


def test_one_text_that_does_not_fit_is_a_clear_failure(encode, monkeypatch):
    def full(self, features):
        raise RuntimeError("MPS backend out of memory")

    monkeypatch.setattr(encoder_model.EncoderModel, "_forward", full)
    with pytest.raises(JobFailed) as failed:
        encode(["one", "two"])
    assert failed.value.code == "out_of_memory"
    encoder._give_up()


def test_numbers_that_overflow_in_half_precision_are_computed_again(encode, spec, monkeypatch):
    from dataclasses import replace

    real = encoder_model.EncoderModel._forward

    def narrow(self, features):
        found = real(self, features)
        return found if next(self._model.parameters()).dtype == torch.float32 else found * np.nan

    monkeypatch.setattr(encoder_model.EncoderModel, "_forward", narrow)
    try:
        assert np.isfinite(encode(["one", "two"], spec=replace(spec, dtype="bf16"))).all()
    finally:
        encoder._give_up()


def test_a_cancel_is_heard_between_two_batches(spec, sent):
    job = Job(1, lambda frame: (sent.append(frame), isinstance(frame.message, Progress) and job.cancel()))
    with pytest.raises(JobCancelled):
        encoder.encode(Encode(spec, tuple(f"{'long ' * 90}{n}" for n in range(50)), "query"), job)
    assert not any(isinstance(frame.message, Vectors) for frame in sent)
    assert sum(isinstance(frame.message, Progress) for frame in sent) == 1


def test_a_model_that_cannot_fit_is_refused_before_it_is_loaded(spec, job, monkeypatch):
    from tfhelp.worker.devices import Hardware

    encoder._give_up()
    monkeypatch.setattr(encoder, "describe", lambda: Hardware(free=10_000_000))
    monkeypatch.setattr(encoder, "_transformer", None)
    with pytest.raises(JobFailed) as failed:
        encoder.encode(Encode(spec, ("x",), "query"), job)
    assert failed.value.code == "no_memory"
    assert failed.value.values["free"] == "10 MB"


def test_a_folder_that_does_not_load_is_a_clear_failure(spec, job, tmp_path):
    folder = tmp_path / "broken"
    shutil.copytree(spec.folder, folder)
    config = json.loads((folder / "config.json").read_bytes())
    (folder / "config.json").write_text(json.dumps({**config, "model_type": "no-such-model"}))
    with pytest.raises(JobFailed) as failed:
        encoder.encode(Encode(EncoderSpec(str(folder)), ("x",), "query"), job)
    assert failed.value.code == "load_failed"


def test_the_pooling_that_a_folder_asks_for_is_used(encode, spec, tmp_path):
    folder = tmp_path / "first-token"
    shutil.copytree(spec.folder, folder)
    pooling = {"word_embedding_dimension": 384, "pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    own = json.loads((folder / "config_sentence_transformers.json").read_bytes())
    (folder / "config_sentence_transformers.json").write_text(json.dumps(own | {"model_type": "SentenceTransformer"}))
    texts = ["a question of middle length about padding"]
    found = encode(texts, spec=replace(spec, folder=str(folder)))
    encoder._give_up()
    model = encoder._transformer(folder)
    with torch.inference_mode():
        tokens = model.tokenizer(["query: " + texts[0]], return_tensors="pt")
        first = model[0].auto_model(**tokens).last_hidden_state[0, 0].numpy()
    assert float(found[0] @ first / np.linalg.norm(first)) > 0.999


WATCH = """
import os, sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        imported = sys._getframe(2).f_code.co_name == "_find_and_load_unlocked"  # and not only looked for
        if imported and name in ("torch", "faiss"):
            with open(os.environ["SEEN"], "a") as file:
                file.write(f"{os.getpid()} {name}\\n")

sys.meta_path.insert(0, Watch())
"""


def test_torch_and_faiss_are_never_in_one_process(spec, corpus_folder, tmp_path, shell):
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "sitecustomize.py").write_text(WATCH)
    seen = tmp_path / "seen"
    variables = shell(
        tmp_path / "hooks", SEEN=str(seen), TFHELP_CACHE=str(tmp_path), TFHELP_STATE=str(tmp_path / "s")
    )
    index = str(tmp_path / "index")
    build = ["index", "build", "--corpus", str(corpus_folder), "--out", index, "--encoder", spec.folder]
    for arguments in (build, ["ask", "--index", index, "a graphics card is too small for my program"]):
        done = subprocess.run(
            [sys.executable, "-m", "tfhelp", *arguments], env=variables, capture_output=True, text=True, timeout=300,
            check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        assert "Without" not in done.stderr
    pairs = {tuple(line.split()) for line in seen.read_text().splitlines()}
    libraries = {pid: {name for other, name in pairs if other == pid} for pid, _ in pairs}
    assert sorted(map(sorted, libraries.values())) == [["faiss"], ["faiss"], ["torch"], ["torch"]]

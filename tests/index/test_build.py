"""Building an index: the same knowledge gives the same index, and an unfinished one replaces nothing."""

import numpy as np
import pytest

from tfhelp_corpus.corpus import Corpus
from tfhelp_index import build as builder
from tfhelp_index import database
from tfhelp_index.bundle import Bundle
from tfhelp_index.dense import DenseIndex
from tfhelp_index.errors import BundleError
from tfhelp_index.manifest import DATABASE, MANIFEST, VECTORS, Manifest


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def build(encoder, stamp):
    return lambda corpus, out, name="small", **more: builder.build(corpus, out, encoder, stamp, name, **more)


def test_an_index_is_three_files_and_nothing_beside_them(bundle_folder):
    assert sorted(path.name for path in bundle_folder.iterdir()) == [MANIFEST, DATABASE, VECTORS]
    assert sorted(path.name for path in bundle_folder.parent.iterdir()) == ["bundle", "corpus"]


def test_the_same_knowledge_gives_the_same_content_hash(build, corpus, tmp_path):
    first, second = build(corpus, tmp_path / "a"), build(corpus, tmp_path / "b")
    assert first == second
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_the_order_in_which_files_were_written_does_not_matter(build, write_corpus, tmp_path):
    hashes = set()
    for order in [(0, 1, 2), (2, 1, 0), (1, 2, 0)]:
        folder = write_corpus(tmp_path / "".join(map(str, order)), order)
        hashes.add(build(Corpus.load(folder), tmp_path / "out").content)
    assert len(hashes) == 1


def test_one_other_letter_gives_another_content_hash(build, corpus, corpus_folder, tmp_path):
    before = build(corpus, tmp_path / "out").content
    path = corpus_folder / "guide" / "no-padding-token.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Look again.", "Look again!"), encoding="utf-8")
    assert build(Corpus.load(corpus_folder), tmp_path / "out").content != before


def test_the_content_hash_depends_on_the_encoder_and_not_on_the_name(build, corpus, encoder, stamp, tmp_path):
    from dataclasses import replace

    hashes = [build(corpus, tmp_path / "out", name).content for name in ("one", "two")]
    other = builder.build(corpus, tmp_path / "out", encoder, replace(stamp, fingerprint="0" * 64), "one").content
    assert hashes[0] == hashes[1] != other


def test_questions_are_embedded_as_questions_and_each_text_alone(build, corpus, tmp_path, encoder, stamp):
    build(corpus, tmp_path / "out")
    bundle = Bundle.open(tmp_path / "out", stamp)
    passages = bundle.database.passages()
    assert encoder.kinds == ["query" if passage.role == "question" else "passage" for passage in passages]
    for ordinal in (0, 5, len(passages) - 1):
        expected = encoder.encode([passages[ordinal].text], "passage")[0]
        np.testing.assert_allclose(bundle.dense.vectors()[ordinal], expected, atol=2e-4)  # 16-bit floats
        assert bundle.database.passage(ordinal) == passages[ordinal]
    bundle.close()


def test_progress_is_told_after_every_passage(build, corpus, tmp_path):
    told = []
    manifest = build(corpus, tmp_path / "out", progress=lambda done, total: told.append((done, total)))
    total = manifest.counts["passages"]
    assert told == [(n, total) for n in range(1, total + 1)]


def test_missing_folders_above_are_made(build, corpus, tmp_path):
    build(corpus, tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c" / MANIFEST).is_file()


def test_an_older_index_and_an_empty_folder_are_replaced(build, corpus, tmp_path):
    (tmp_path / "out").mkdir()
    build(corpus, tmp_path / "out", "first")
    build(corpus, tmp_path / "out", "second")
    assert Manifest.read(tmp_path / "out").name == "second"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "out"]


class Broken(Exception):
    pass


def fail(*_args, **_kwargs):
    raise Broken


def full(*_args, **_kwargs):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (builder, "embed"),
        (database, "write"),
        (DenseIndex, "build"),
        (DenseIndex, "to_bytes"),
        (builder, "content_hash"),
        (Manifest, "write"),
        (builder, "_swap_in"),
    ],
)
@pytest.mark.parametrize("failure", [fail, full])
def test_a_failure_in_the_middle_leaves_the_old_index(
    build, bundle_folder, corpus, stamp, monkeypatch, owner, name, failure
):
    before = contents(bundle_folder)
    monkeypatch.setattr(owner, name, failure)
    with pytest.raises((Broken, BundleError, OSError)):
        build(corpus, bundle_folder, "new")
    monkeypatch.undo()
    assert contents(bundle_folder) == before
    assert sorted(path.name for path in bundle_folder.parent.iterdir()) == ["bundle", "corpus"]
    Bundle.open(bundle_folder, stamp).close()


def test_a_failing_rename_puts_the_old_index_back(build, bundle_folder, corpus, monkeypatch):
    from pathlib import Path

    before = contents(bundle_folder)
    rename = Path.rename

    def stumble(self, target):
        if Path(target) == bundle_folder and not self.name.endswith("-old"):
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stumble)
    monkeypatch.setattr(builder, "_exchange", lambda *_: False)  # as on macOS and Windows
    with pytest.raises(BundleError, match=r"could not be written to .*: Permission denied"):
        build(corpus, bundle_folder, "new")
    assert contents(bundle_folder) == before
    assert sorted(path.name for path in bundle_folder.parent.iterdir()) == ["bundle", "corpus"]


def test_an_interruption_leaves_the_old_index(build, bundle_folder, corpus, monkeypatch):
    def interrupt(*_args):
        raise KeyboardInterrupt

    before = contents(bundle_folder)
    monkeypatch.setattr(Manifest, "write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(corpus, bundle_folder, "new")
    assert contents(bundle_folder) == before
    assert sorted(path.name for path in bundle_folder.parent.iterdir()) == ["bundle", "corpus"]


def test_a_full_disk_is_told_in_one_sentence(build, corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(Manifest, "write", full)
    with pytest.raises(BundleError, match=r"could not be written to .*: No space left on device"):
        build(corpus, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("names", [["thesis.tex"], [MANIFEST], [DATABASE, VECTORS, MANIFEST, "thesis.tex"], [".git"]])
def test_a_folder_that_holds_something_else_is_refused(build, corpus, tmp_path, names):
    out = tmp_path / "out"
    out.mkdir()
    for name in names:
        (out / name).write_text("precious", encoding="utf-8")
    with pytest.raises(BundleError, match="holds something else than an index"):
        build(corpus, out)
    assert contents(out) == dict.fromkeys(names, b"precious")


def test_a_file_is_refused(build, corpus, tmp_path):
    (tmp_path / "out").write_text("precious", encoding="utf-8")
    with pytest.raises(BundleError, match="is a file"):
        build(corpus, tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "precious"


def test_a_place_below_a_file_is_refused(build, corpus, tmp_path):
    (tmp_path / "file").write_text("precious", encoding="utf-8")
    with pytest.raises(BundleError, match="cannot be written to"):
        build(corpus, tmp_path / "file" / "out")


def test_pages_and_issues_of_others_are_indexed_too(build, tmp_path, stamp):
    source = tmp_path / "notes"
    source.mkdir()
    (source / "Cluster.md").write_text(
        "# Cluster\n\nThe proxy is reached at port 3128 of the gateway.\n", encoding="utf-8"
    )
    manifest = build(Corpus.load(source), tmp_path / "out", "notes")
    assert manifest.counts["entries"] == 1
    bundle = Bundle.open(tmp_path / "out", stamp)
    record = bundle.database.entry(0)
    assert record.verified is None
    assert list(record.texts) == ["en"]
    assert bundle.database.entry_by_code("Cluster#cluster") == record
    bundle.close()

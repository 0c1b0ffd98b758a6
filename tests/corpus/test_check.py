"""The checker over a whole folder."""

import pytest

from tfhelp_corpus import check
from tfhelp_corpus.errors import CorpusError


def add(root, text, name):
    (root / name).write_text(text, encoding="utf-8")


def test_a_sound_corpus_has_no_faults_and_is_ordered_by_code(corpus_folder):
    entries, faults = check.read_entries(corpus_folder)
    assert faults == []
    assert [entry.code for entry in entries] == ["TF0001", "TF0002", "TF0003"]
    assert entries[2].source == "issues/cache-method-removed.md"


def test_a_duplicate_code_names_both_files(corpus_folder, entry_text):
    add(
        corpus_folder,
        entry_text(code="TF0001", id="another", pattern="another message", example="another message"),
        "guide/another.md",
    )
    _, faults = check.read_entries(corpus_folder)
    assert len(faults) == 1
    assert "code 'TF0001' is already taken by guide/another.md" in faults[0].message
    assert faults[0].path == corpus_folder / "guide/cuda-out-of-memory.md"


def test_a_duplicate_id_is_found_across_folders(corpus_folder, entry_text):
    add(corpus_folder, entry_text(code="TF0009", kind="issue"), "issues/no-padding-token.md")
    _, faults = check.read_entries(corpus_folder)
    assert any("id 'no-padding-token' is already taken" in fault.message for fault in faults)


def test_a_question_belongs_to_one_entry(corpus_folder, entry_text):
    text = entry_text(code="TF0009", id="another").replace(
        "another since yesterday", "NO-padding-token since Yesterday"
    )
    add(corpus_folder, text, "guide/another.md")
    _, faults = check.read_entries(corpus_folder)
    assert [f.message for f in faults] == [
        "question 'no-padding-token since yesterday' is already taken by guide/another.md"
    ]


def test_a_ledger_that_fits_is_no_fault(corpus_folder):
    add(
        corpus_folder,
        "# code id\n\nTF0001 cuda-out-of-memory\nTF0002 no-padding-token\nTF0003 cache-method-removed\nTF0004 deleted-one\n",
        "codes.txt",
    )
    assert check.read_entries(corpus_folder)[1] == []


def test_the_code_of_a_deleted_entry_is_never_reused(corpus_folder):
    add(corpus_folder, "TF0001 deleted-one\nTF0002 no-padding-token\nTF0003 cache-method-removed\n", "codes.txt")
    _, faults = check.read_entries(corpus_folder)
    assert [(f.path.name, f.message) for f in faults] == [
        ("cuda-out-of-memory.md", "code TF0001 was given to 'deleted-one' and is never reused")
    ]


def test_a_new_code_must_be_entered_in_the_ledger(corpus_folder):
    add(corpus_folder, "TF0001 cuda-out-of-memory\nTF0002 no-padding-token\n", "codes.txt")
    _, faults = check.read_entries(corpus_folder)
    assert "add 'TF0003 cache-method-removed'" in faults[0].message


def test_a_code_that_stands_twice_in_the_ledger_is_named_by_line(corpus_folder):
    add(
        corpus_folder,
        "TF0001 cuda-out-of-memory\nTF0002 no-padding-token\nTF0003 cache-method-removed\nTF0001 other\n",
        "codes.txt",
    )
    _, faults = check.read_entries(corpus_folder)
    assert [(f.path.name, f.line) for f in faults] == [("codes.txt", 4)]


def test_a_file_that_is_not_utf8_is_a_fault_and_stops_nothing(corpus_folder):
    (corpus_folder / "guide/gbk.md").write_bytes("---\ntitle: 显存\n---\n".encode("gbk"))
    entries, faults = check.read_entries(corpus_folder)
    assert len(entries) == 3
    assert len(faults) == 1
    assert "not UTF-8: byte 11" in faults[0].message
    assert str(faults[0]).startswith(f"{corpus_folder / 'guide' / 'gbk.md'}:1: ")


def test_faults_are_ordered_by_file_and_line(corpus_folder, entry_text):
    add(corpus_folder, entry_text(category="x", exception="a.b", code="T"), "guide/zz.md")
    add(corpus_folder, "", "guide/aa.md")
    _, faults = check.read_entries(corpus_folder)
    assert [f.path.name for f in faults] == ["aa.md"] + ["zz.md"] * 4
    assert [f.line for f in faults[1:]] == sorted(f.line for f in faults[1:])


@pytest.mark.parametrize("made", [True, False])
def test_a_folder_without_entries_is_an_error(tmp_path, made):
    root = tmp_path / "nothing"
    if made:
        root.mkdir()
    with pytest.raises(CorpusError, match="No entries"):
        check.read_entries(root)

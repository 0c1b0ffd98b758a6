"""A folder of knowledge, whoever wrote it."""

import json

import pytest

from tfhelp_corpus import check, document
from tfhelp_corpus.corpus import Corpus
from tfhelp_corpus.errors import CorpusError

LONG = "This text is long enough to say something."


def issue(number, **changed):
    url = f"https://github.com/a/b/issues/{number}"
    return {"number": number, "title": f"Problem {number}", "body": LONG, "url": url, **changed}


def test_entries_are_loaded_with_what_they_are_up_to_date_with(corpus):
    assert [entry.code for entry in corpus.entries] == ["TF0001", "TF0002", "TF0003"]
    assert corpus.newest == {"transformers": "5.23.0"}
    assert corpus.date == "2026-11-25"


def test_pages_are_loaded_from_any_depth(tmp_path):
    (tmp_path / "a" / "guide").mkdir(parents=True)
    (tmp_path / "top.md").write_text(f"# Top\n\n{LONG}\n", encoding="utf-8")
    (tmp_path / "a" / "guide" / "deep.md").write_text(f"# Deep\n\n{LONG}\n\n## More\n\n{LONG}\n", encoding="utf-8")
    corpus = Corpus.load(tmp_path)
    assert [entry.id for entry in corpus.entries] == ["a/guide/deep#deep", "a/guide/deep#more", "top#top"]
    assert (corpus.date, corpus.newest) == ("", {})


def test_an_entry_below_another_guide_folder_is_a_page(tmp_path, entry_text):
    (tmp_path / "copy" / "guide").mkdir(parents=True)
    (tmp_path / "copy" / "guide" / "no-padding-token.md").write_text(entry_text(), encoding="utf-8")
    assert {entry.category for entry in Corpus.load(tmp_path).entries} == {"document"}


def test_entries_that_lie_directly_in_the_folder_are_entries(tmp_path, entry_text):
    (tmp_path / "no-padding-token.md").write_text(entry_text(), encoding="utf-8")
    (tmp_path / "page.md").write_text(f"---\nid: page\ntitle: Page\n---\n# Page\n\n{LONG}\n", encoding="utf-8")
    first, second = Corpus.load(tmp_path).entries
    assert (first.id, first.category) == ("no-padding-token", "tokenizer")
    assert (second.id, second.category) == ("page#page", "document")
    assert [entry.id for entry in check.read_entries(tmp_path)[0]] == ["no-padding-token"]


def test_a_faulty_entry_in_a_flat_folder_is_named(tmp_path, entry_text):
    (tmp_path / "no-padding-token.md").write_text(
        entry_text().replace("kind: guide", "kind: guides"), encoding="utf-8"
    )
    with pytest.raises(CorpusError, match=r"no-padding-token\.md:\d+: kind 'guides'"):
        Corpus.load(tmp_path)


def test_issue_dumps_are_loaded(tmp_path):
    (tmp_path / "issues.json").write_text(json.dumps([issue(1), issue(2)]), encoding="utf-8")
    assert [entry.references for entry in Corpus.load(tmp_path).entries] == [("a/b#1",), ("a/b#2",)]


def test_an_issue_that_stands_in_two_dumps_is_taken_once(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([issue(1), issue(2)]), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps([issue(2), issue(3)]), encoding="utf-8")
    assert [entry.references[0] for entry in Corpus.load(tmp_path).entries] == ["a/b#1", "a/b#2", "a/b#3"]


def test_entries_pages_and_dumps_go_together(corpus_folder):
    (corpus_folder / "page.md").write_text(f"# Page\n\n{LONG}\n", encoding="utf-8-sig")
    (corpus_folder / "dump.json").write_text(json.dumps([issue(1)]), encoding="utf-8")
    assert [entry.kind for entry in Corpus.load(corpus_folder).entries] == [
        "guide",
        "guide",
        "issue",
        "guide",
        "issue",
    ]


def test_derived_codes_stay_unique_where_hashes_collide(tmp_path, monkeypatch):
    monkeypatch.setattr(document, "derived_code", lambda entry_id, digits=1: "U0")
    for number in range(3):
        (tmp_path / f"{number}.md").write_text(f"# Page\n\n{LONG}\n", encoding="utf-8")
    codes = [entry.code for entry in Corpus.load(tmp_path).entries]
    assert codes[0] == "U0"
    assert len(set(codes)) == 3


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(CorpusError, match="is not a folder"):
        Corpus.load(tmp_path / "none")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "x.md").write_text("x", encoding="utf-8")
    with pytest.raises(CorpusError, match="is not a folder"):
        Corpus.load(tmp_path / "x.md")


@pytest.mark.parametrize("name", [None, "notes.txt", "empty.md", "short.md", "empty.json"])
def test_a_folder_without_knowledge_is_an_error(tmp_path, name):
    contents = {"notes.txt": LONG, "empty.md": "", "short.md": "# T\n\nx\n", "empty.json": "[]"}
    if name:
        (tmp_path / name).write_text(contents[name], encoding="utf-8")
    with pytest.raises(CorpusError, match="Nothing to index"):
        Corpus.load(tmp_path)


def test_a_faulty_entry_stops_loading_and_is_named(corpus_folder, entry_text):
    path = corpus_folder / "guide" / "faulty.md"
    path.write_text(entry_text(code="TF0009", id="faulty", category="misc"), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"has 1 faults, the first: .*faulty\.md:5: category 'misc'"):
        Corpus.load(corpus_folder)


@pytest.mark.parametrize("name", ["page.md", "dump.json", "knowledge.toml", "guide/page.md"])
def test_a_file_that_is_not_utf8_is_an_error_that_names_it(corpus_folder, name):
    (corpus_folder / name).write_bytes("显存".encode("gbk"))
    with pytest.raises(CorpusError, match=r"is not UTF-8 \(byte 0\)"):
        Corpus.load(corpus_folder)


def test_a_damaged_knowledge_file_is_an_error(corpus_folder):
    (corpus_folder / "knowledge.toml").write_text("newest = [", encoding="utf-8")
    with pytest.raises(CorpusError, match="is not TOML"):
        Corpus.load(corpus_folder)

"""Issues as GitHub's command line prints them."""

import json

import pytest

from tfhelp_corpus.errors import CorpusError
from tfhelp_corpus.github_issues import MAX_COMMENTS, issues

ISSUE = {
    "number": 4572,
    "title": "AttributeError in the tokenizer",
    "body": "It breaks with the newest release.\r\n\r\n```\nTraceback\n```",
    "labels": [{"name": "bug"}],
    "state": "CLOSED",
    "url": "https://github.com/huggingface/transformers/issues/4572",
    "comments": [
        {"author": {"login": "someone"}, "body": "Pin the older release."},
        {"author": None, "body": "Same."},
    ],
}


def test_a_dump_gives_a_document_for_each_issue():
    found = issues(json.dumps([ISSUE, {**ISSUE, "number": 2, "url": "https://github.com/a/b/pull/2"}]), "dump.json")
    assert [document.id for document in found] == ["huggingface/transformers#4572", "a/b#2"]
    first = found[0]
    assert (first.kind, first.language, first.title) == ("issue", "en", "AttributeError in the tokenizer (closed)")
    assert first.references == ("huggingface/transformers#4572",)
    assert "**someone:**\n\nPin the older release." in first.sections[0].text
    assert "**comment:**\n\nSame." in first.sections[0].text


def test_a_single_issue_is_read_too():
    (document,) = issues(json.dumps(ISSUE), "one.json")
    (entry,) = document.entries()
    assert entry.kind == "issue"
    assert entry.texts["en"].title == "AttributeError in the tokenizer (closed)"


def test_an_empty_dump_has_no_documents():
    assert issues("[]", "dump.json") == []


def test_what_is_optional_may_be_missing_or_null():
    (document,) = issues('{"number": 7, "title": "加载模型时报错", "body": null, "comments": null}', "d.json")
    assert (document.id, document.language, document.references) == ("d.json#7", "zh", ("source: d.json",))
    assert document.sections[0].text == "加载模型时报错"


def test_only_the_first_comments_of_a_long_thread_are_kept():
    comments = [{"author": {"login": f"u{n}"}, "body": "me too"} for n in range(MAX_COMMENTS + 5)]
    (document,) = issues(json.dumps({**ISSUE, "comments": comments}), "d.json")
    assert f"u{MAX_COMMENTS - 1}:" in document.sections[0].text
    assert f"u{MAX_COMMENTS}:" not in document.sections[0].text


@pytest.mark.parametrize("text", ["", "not json", "[", "[" * 100_000, '{"number": 1,}'])
def test_what_is_not_json_is_an_error_that_names_the_file(text):
    with pytest.raises(CorpusError, match=r"dump\.json is not JSON"):
        issues(text, "dump.json")


@pytest.mark.parametrize(
    "data", [1, "text", None, [1], [[ISSUE]], {}, {"number": 1}, {"title": "x"}, {"number": "1", "title": "x"}]
)
def test_an_element_without_number_or_title_is_an_error_that_names_the_file(data):
    with pytest.raises(CorpusError, match=r"dump\.json holds an element without number and title"):
        issues(json.dumps(data), "dump.json")

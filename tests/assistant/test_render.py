import json
import re
from dataclasses import replace

import pytest

from tfhelp.render.as_json import MAX_QUERY_CHARS, dumps, error_dict, to_dict
from tfhelp.render.plain import to_plain
from tfhelp.render.style import Style
from tfhelp.render.terminal import to_terminal
from tfhelp.render.wrap import cells

CODE = ("# not a heading", "tokenizer.pad_token = tokenizer.eos_token", "pip install -U x")
LONG_TITLE = {"en": "A title that goes on and on " * 6, "zh": "一个很长很长的标题" * 12}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("confident", [True, False])
def test_no_line_is_wider_than_the_terminal(make_answer, language, width, confident):
    text = to_terminal(make_answer(language, confident), width, Style(colored=False))
    # An address or a command is never broken; anything else fits.
    assert [line for line in text.splitlines() if cells(line) > width and "https://" not in line] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answer_shows_what_a_person_looks_for(make_answer, language):
    text = to_terminal(make_answer(language), 80, Style(colored=False))
    heading = {"en": "What it means", "zh": "含义"}[language]
    for expected in (
        "TF0001",
        heading,
        "[batch, seq]",
        "[/x]",
        *CODE,
        "TF0002",
        "TF0003",
        "huggingface/transformers#123",
    ):
        assert expected in text
    assert text.index(heading) < text.index(CODE[1]) < text.index("TF0002") < text.index("huggingface/")


def test_commands_can_be_copied_as_they_are(make_answer):
    lines = to_terminal(make_answer(), 80, Style(colored=False)).splitlines()
    assert {line.strip() for line in lines} >= set(CODE)


@pytest.mark.parametrize("confident", [True, False])
def test_without_colors_there_is_no_escape(make_answer, confident):
    assert "\x1b" not in to_terminal(make_answer("zh", confident), 80, Style(colored=False))


def test_colors_change_nothing_but_colors(make_answer):
    text = to_terminal(make_answer(), 80, Style(colored=True))
    assert "\x1b[" in text
    assert set(re.findall(r"\x1b[^m]*m", text)) <= {
        "\x1b[0m",
        "\x1b[1m",
        "\x1b[2m",
        "\x1b[32m",
        "\x1b[1;36m",
        "\x1b[1;33m",
    }
    assert "[batch, seq]" in re.sub(r"\x1b[^m]*m", "", text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_long_titles_are_wrapped_or_shortened(make_answer, make_candidate, language):
    texts = make_candidate().record.texts
    titled = {name: replace(texts[name], title=LONG_TITLE[name].strip()) for name in texts}
    candidates = tuple(make_candidate(rank, language, texts=titled) for rank in (1, 2))
    text = to_terminal(make_answer(language, candidates=candidates), 60, Style(colored=False))
    assert all(cells(line) <= 60 for line in text.splitlines())
    assert next(line for line in text.splitlines() if "TF0002" in line).endswith("…")


def test_versions_that_do_not_fit_are_said_first(make_answer, make_candidate):
    specifiers = {"transformers": ">=5"}
    candidates = (make_candidate(applies="no", applies_to=specifiers),)
    text = to_terminal(
        make_answer(candidates=candidates, versions={"transformers": "4.57.1"}), 80, Style(colored=False)
    )
    assert "NOT for your versions: transformers 4.57.1" in " ".join(text.split())
    assert "Other candidates" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("candidates", [True, False])
def test_nothing_relevant_says_what_to_do(make_answer, language, candidates):
    answer = make_answer(language, confident=False) if candidates else make_answer(language, False, candidates=())
    for text in (to_terminal(answer, 80, Style(colored=False)), to_plain(answer)):
        assert "https://discuss.huggingface.co" in text
        assert ("TF0001" in text) == candidates


@pytest.mark.parametrize("language", ["en", "zh"])
def test_plain_is_one_fact_a_line(make_answer, language):
    lines = to_plain(make_answer(language)).splitlines()
    assert lines[0].startswith("TF0001: ")
    assert "\x1b" not in "".join(lines)
    assert [line for line in lines if line.startswith(("TF0002: ", "TF0003: "))]
    assert "huggingface/transformers#123" in lines


def test_json_has_the_fields_of_schema_1(make_answer):
    data = to_dict(make_answer())
    assert list(data) == [
        "schema", "query", "language", "confident", "confidence", "elapsed_ms", "summary", "results",
    ]  # fmt: skip
    assert (data["schema"], data["confident"], data["confidence"], data["elapsed_ms"]) == (1, True, 0.9432, 31.2)
    assert data["summary"] == {"text": "Padding. [1]", "by": "extractive", "citations": [1]}
    first = data["results"][0]
    text = first.pop("text")
    assert first == {
        "rank": 1, "code": "TF0001", "id": "entry-1", "kind": "guide", "title": "The tokenizer has no padding token",
        "language": "en", "category": "tokenizer", "score": 0.9123, "matched": ["signature", "lexical", "dense"],
        "applies": "yes", "source": "bundled", "references": ["huggingface/transformers#123"],
    }  # fmt: skip
    assert text.startswith("# The tokenizer has no padding token\n\n## What it means\n")
    assert "[batch, seq]" in text


def test_json_of_nothing_relevant_has_results_and_no_summary(make_answer):
    data = to_dict(make_answer(confident=False))
    assert (data["confident"], data["summary"], len(data["results"])) == (False, None, 3)


def test_the_query_is_echoed_without_secrets_and_bounded(make_answer):
    data = to_dict(make_answer(question="token hf_AbCdEfGhIjKlMnOpQr \x1b[31m" + "why " * 2000))
    assert len(data["query"]) == MAX_QUERY_CHARS
    assert "AbCdEf" not in data["query"]
    assert "\x1b" not in data["query"]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 1])
def test_json_comes_back(make_answer, ascii_only, indent):
    data = to_dict(make_answer("zh"))
    text = dumps(data, ascii_only=ascii_only, indent=indent)
    assert json.loads(text) == data
    assert text.isascii() == ascii_only
    assert text.endswith("}\n")
    assert indent or text.count("\n") == 1


def test_an_error_object_has_a_kind_and_a_message():
    assert error_dict("usage", "No.") == {"schema": 1, "error": {"kind": "usage", "message": "No."}}

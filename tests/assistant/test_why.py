"""What --why says: enough to mend a ranking, and nothing that the answer does not rest on."""

import json
import math
import re

import pytest

from tfhelp.assistant import AskOptions, Assistant
from tfhelp.render.why import EXPLAINED, MAX_SHARES, WIDTH, to_why
from tfhelp.render.wrap import cells
from tfhelp_index import confidence

PAD = "ValueError: Asking to pad but the tokenizer does not have a padding token."
OLD = f"since transformers 4.30 my job ends with this\n{PAD}"
CHINESE = "公司服务器连不上外网，模型文件已经拷过去了，怎么让程序别再去联网"
VERSIONED = "batch_encode_plus and encode_plus of my tokenizer, transformers 4.30"
NONSENSE = "asdkjh qweoiu zzxxcc"
LONG = "how do I stop it " + "显存不足 out-of-memory " * 60
QUESTIONS = [PAD, OLD, CHINESE, VERSIONED, NONSENSE, LONG, "TF0007"]


@pytest.fixture(scope="module")
def assistant():
    return Assistant.open()


@pytest.fixture(scope="module")
def explain(assistant):
    def why(question, **options):
        answer = assistant.ask(question, AskOptions(**options))
        return answer, to_why(answer, assistant.searcher.bundle)

    return why


def blocks(text):
    """The text of each explained candidate."""
    return re.split(r"(?m)^\d+\. ", text.partition("\nconfidence:")[0])[1:]


def numbers(pattern, text):
    return [float(found) for found in re.findall(pattern, text, re.MULTILINE)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_line_fits_a_terminal(explain, question):
    lines = explain(question)[1].splitlines()
    assert max(map(cells, lines)) <= WIDTH
    assert not any(line != line.rstrip() for line in lines)


@pytest.mark.parametrize("question", [PAD, OLD, CHINESE, VERSIONED, NONSENSE])
def test_the_parts_of_a_score_are_the_score(explain, question):
    answer, text = explain(question)
    for result, block in zip(answer.ranking.results[:EXPLAINED], blocks(text), strict=False):
        parts = re.search(r"= signature (\S+) \+ BM25 (\S+) \+ passage ([\d.]+)(?:, x (\S+))?", block)
        whole = sum(map(float, parts.group(1, 2, 3))) * float(parts[4] or 1)
        assert whole == pytest.approx(result.score, abs=0.002)
        assert bool(parts[4]) == result.demoted == ("versions: demoted" in block)


def test_the_heaviest_terms_come_first_with_their_fields(explain):
    answer, text = explain(PAD)
    block = blocks(text)[0]
    shares = numbers(r"^ +(\d+\.\d\d) \S+: (?:title|signatures|questions|body) \d+x\d", block)
    rest = numbers(r"^ +(\d+\.\d\d) of \d+ more", block)
    assert 1 < len(shares) <= MAX_SHARES
    assert shares == sorted(shares, reverse=True)
    assert sum(shares + rest) == pytest.approx(answer.ranking.results[0].evidence.lexical, abs=0.05)


def test_terms_are_those_of_the_best_language(explain):
    assert "in its text in zh" in blocks(explain(CHINESE)[1])[0]


@pytest.mark.parametrize("question", [PAD, CHINESE, NONSENSE])
def test_the_sums_of_the_features_are_the_two_estimates(explain, question):
    answer, text = explain(question)
    model = text.partition("\nconfidence:")[2]
    rows = re.findall(r"(?m)^   (\w+) .*?([+-]\d+\.\d+) +([+-]\d+\.\d+)$", model)
    assert {name for name, _, _ in rows} == {*confidence.NAMES, "intercept", "sum"}
    heaviest = [max(abs(float(one)), abs(float(other))) for name, one, other in rows if name in confidence.NAMES]
    assert heaviest == sorted(heaviest, reverse=True)
    for column, estimate in ((1, answer.confidence), (2, answer.ranking.answerable)):
        added = {row[0]: float(row[column]) for row in rows}
        total = sum(value for name, value in added.items() if name != "sum")
        assert total == pytest.approx(added["sum"], abs=0.02)
        assert 1 / (1 + math.exp(-added["sum"])) == pytest.approx(estimate, abs=0.002)
    assert f" {answer.confidence:.3f} that the first entry is right" in model
    assert ("above" if answer.confident else "below") in model.splitlines()[1]


def test_a_signature_that_decides_is_said_and_no_passage_is_looked_for(explain):
    text = explain(PAD)[1]
    assert "the signature decided" in text
    assert "signature: 'Asking to pad" in text
    assert "passage: not looked for" in text
    assert "weights without the encoder" in text


def test_the_nearest_passage_is_quoted_with_its_cosine(explain):
    text = explain(CHINESE)[1]
    assert re.search(r"passage: cosine 0\.\d{4} \(\w+, zh\)\n     '.+'", text)


def test_unknown_words_and_versions_are_named(explain):
    assert "unknown terms: asdkjh, qweoiu, zzxxcc" in explain(NONSENSE)[1]
    assert "BM25: no text of it among the best" in explain(NONSENSE)[1]
    text = explain(VERSIONED)[1]
    assert "versions that matter: transformers 4.30" in text
    assert "versions: demoted; applies to transformers >=" in text


@pytest.mark.parametrize(("limit", "explained"), [(1, 1), (2, 2), (5, EXPLAINED)])
def test_as_many_candidates_as_asked_for_and_the_first_in_full(explain, limit, explained):
    text = explain(CHINESE, limit=limit)[1]
    assert len(blocks(text)) == limit
    assert text.count("signature: ") == explained


def test_an_entry_asked_for_by_name_has_nothing_to_explain(explain):
    text = explain("TF0007")[1]
    assert "nothing was searched" in text
    assert "confidence:" not in text


def test_nothing_found_is_said(assistant, make_answer):
    assert "No entry was found" in to_why(make_answer(candidates=()), assistant.searcher.bundle)


def test_secrets_and_escape_sequences_are_not_echoed(explain):
    text = explain("why \x1b]52;c;ZXZpbA==\x07 401 for hf_AbCdEfGhIjKlMnOpQr in /home/alice/run.py")[1]
    assert "AbCdEfGh" not in text
    assert "abcdefgh" not in text
    assert "alice" not in text
    assert "\x1b" not in text


def test_it_goes_to_stderr_beside_the_answer(run):
    ran = run("ask", "--why", "--json", PAD)
    assert json.loads(ran.out)["confident"]
    assert "confidence: " in ran.err

"""`tfhelp eval`: questions in, figures out."""

import json
from xml.etree import ElementTree as ET

import pytest

from tfhelp.errors import UsageError
from tfhelp.evaluation import gold
from tfhelp.evaluation.run import COMBINATIONS, WHOLE, Evaluator
from tfhelp_index.bundle import PACKAGED_BUNDLE, PACKAGED_ENCODER, Bundle, packaged_stamp
from tfhelp_index.encoder import OnnxEncoder

PAD = "ValueError: Asking to pad but the tokenizer does not have a padding token."


def line(**fields):
    return json.dumps({"query": PAD, "problems": ["no-padding-token"], **fields}, ensure_ascii=False)


@pytest.fixture
def questions(tmp_path):
    def write(*lines):
        path = tmp_path / "questions.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def bundle():
    opened = Bundle.open(PACKAGED_BUNDLE, packaged_stamp())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def evaluator(bundle):
    return Evaluator(bundle, lambda: OnnxEncoder.open(PACKAGED_ENCODER, lasting=True))


@pytest.fixture(scope="module")
def code(evaluator):
    """Code of the entry that answers `PAD`."""
    question = gold.GoldQuestion("1", PAD, "en", "error", (), "off-topic", "test", None)
    return evaluator.ask(question).first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no question"),
        ("{", "line 1: no JSON"),
        ("[" * 100_000, "line 1: no JSON"),
        ("[]", "line 1: an object"),
        ('{"query": " "}', "line 1: an object"),
        (line() + '\n\n{"query": "x", "problems": "y"}', "line 3: 'problems'"),
        (line(kind="odd"), "line 1: 'kind'"),
        ('{"query": "x", "kind": "answerable"}', "line 1: an answerable question"),
    ],
)
def test_a_faulty_line_is_named(questions, text, said):
    with pytest.raises(UsageError, match=said):
        gold.load(questions(text))


def test_a_question_needs_no_more_than_query_and_problems(questions):
    first, second = gold.load(questions(line(), '{"query": "今天吃什么"}'))
    assert (first.kind, first.language, first.form, first.id) == ("answerable", "en", None, "1")
    assert (second.kind, second.language) == ("off-topic", "zh")


def test_missing_and_binary_files_are_sentences(tmp_path):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name, said in (("missing", "cannot be read"), ("binary", "not UTF-8")):
        with pytest.raises(UsageError, match=said):
            gold.load(tmp_path / name)


def test_an_entry_is_right_by_code_id_or_problem(evaluator, bundle, code):
    record = bundle.database.entry_by_code(code)
    for name in (record.code, record.id, record.problems[0]):
        question = gold.GoldQuestion("1", PAD, "en", "error", (name,), "answerable", "test", None)
        outcome = evaluator.ask(question)
        assert (outcome.right, outcome.confident, outcome.first) == (True, True, code)
        assert set(outcome.gains) == {WHOLE, *COMBINATIONS}


def test_a_question_without_entry_is_asked_without_the_entry_that_answers_it(evaluator, code):
    question = gold.GoldQuestion("1", PAD, "en", "error", (code,), "no-entry", "test", None)
    outcome = evaluator.ask(question)
    assert outcome.first != code
    assert not outcome.answerable
    assert not outcome.right


def test_a_problem_that_has_no_entry_yet_waits(evaluator, code):
    known = gold.GoldQuestion("1", PAD, "en", "error", ("unheard-of", code), "answerable", "test", None)
    unknown = gold.GoldQuestion("1", PAD, "en", "error", ("unheard-of",), "answerable", "test", None)
    assert (evaluator.waits(known), evaluator.waits(unknown)) == (False, True)
    assert evaluator.ask(known).ideal == (1,)  # it helps, but it is not the best answer


def test_noise_is_rightly_not_answered(evaluator):
    outcome = evaluator.ask(gold.GoldQuestion("1", "??? !!!", "en", None, (), "off-topic", "test", None))
    assert (outcome.confident, outcome.first) == (False, "")


def test_own_questions_give_a_report(run, questions, code):
    path = questions(
        line(problems=[code], pair="p"),
        line(query=PAD + " 怎么解决", problems=[code], pair="p"),
        line(problems=["unheard-of"]),
        line(query="what is a good recipe for lasagna", problems=[]),
    )
    ran = run("eval", "--questions", str(path), "--json", "--svg", "r.svg")
    assert (ran.code, ran.err) == (0, "")
    data = json.loads(ran.out)
    assert (data["asked"], data["waiting"]) == (3, 1)
    assert data["retrieval"]["all"] == {"questions": 2, "hit1": 1.0, "hit3": 1.0, "mrr": 1.0, "ndcg": 1.0}
    assert set(data["ablation"]) == {WHOLE, *COMBINATIONS}
    assert (data["coverage"]["part"], data["false_answers"]["off-topic"]["part"]) == (2, 0)
    assert data["pairs"]["pairs"] == 1
    assert sum(bin_["count"] for bin_ in data["reliability"]) == 3


def test_the_diagram_is_an_image(run, questions, code, tmp_path):
    path = questions(line(problems=[code]))
    assert run("eval", "--questions", str(path), "--svg", "r.svg").code == 0
    assert ET.parse(tmp_path / "r.svg").getroot().tag.endswith("svg")


def test_misses_are_listed_for_own_questions(run, questions):
    path = questions(line(id="mine", problems=["TF0001"], query="what is a good recipe for lasagna"))
    ran = run("eval", "--questions", str(path), "--misses")
    assert "mine  wrong first" in ran.out


def test_misses_of_the_test_split_are_not_shown(run):
    ran = run("eval", "--misses")
    assert (ran.code, ran.out) == (2, "")
    assert "--split dev" in ran.err


def test_an_own_corpus_is_indexed_for_the_time_being(run, questions, corpus_folder):
    path = questions(line(query="no-padding-token since yesterday", problems=["no-padding-token"]))
    ran = run("eval", "--corpus", str(corpus_folder), "--questions", str(path), "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["asked"] == 1


def test_nothing_to_ask_is_a_sentence(run, questions):
    ran = run("eval", "--questions", str(questions(line(problems=["unheard-of"]))))
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_a_file_that_cannot_be_written_is_a_sentence(run, questions, code):
    ran = run("eval", "--questions", str(questions(line(problems=[code]))), "--svg", "missing/r.svg")
    assert (ran.code, ran.err.count("\n")) == (2, 1)

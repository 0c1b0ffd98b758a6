"""What an answer loads, what it opens, and what broken or hostile packages around it change."""

import json

import pytest

SIGNATURE = "ValueError: Asking to pad but the tokenizer does not have a padding token."
ALL_LEGS = "how do I stop my model from repeating the same sentence"
ZH_ALL_LEGS = "模型一直重复同一句话怎么办"

LOADED = """
import json, sys
from tfhelp.cli.main import main
try:
    code = main(sys.argv[1:])
except SystemExit as exit:
    code = exit.code
print(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""

NO_INTERNET = """
import socket
real = socket.socket.__init__
def refuse(self, family=-1, *rest, **named):
    if family in (-1, socket.AF_INET, socket.AF_INET6):
        raise SystemExit("an internet socket was opened")
    real(self, family, *rest, **named)
socket.socket.__init__ = refuse
socket.getaddrinfo = lambda *a, **b: refuse(None, socket.AF_INET)
from tfhelp.cli.main import main
import sys
sys.exit(main(sys.argv[1:]))
"""

FAULTS = {
    "ImportError": "raise ImportError('libfoo.so.1: cannot open shared object file\\nsecond line')",
    "SystemExit": "raise SystemExit('this is a script')",
    "empty": "",
}


def plant(folder, name, source):
    (folder / "planted" / name).mkdir(parents=True)
    (folder / "planted" / name / "__init__.py").write_text(source, encoding="utf-8")
    return folder / "planted"


def loaded(run, *arguments):
    code, names = json.loads(run(*arguments, program=LOADED).err.splitlines()[-1])
    assert code == 0
    return set(names)


@pytest.mark.parametrize("question", [ALL_LEGS, ZH_ALL_LEGS])
def test_an_answer_loads_no_model_library_and_no_drawing_library(run, question):
    names = loaded(run, "ask", question)
    assert {"onnxruntime", "faiss", "numpy"} <= names
    assert not names & {"torch", "transformers", "sentence_transformers", "textual", "rich", "tokenizers", "yaml"}


def test_where_a_signature_decides_the_encoder_is_not_loaded(run):
    assert not loaded(run, "ask", SIGNATURE) & {"onnxruntime", "faiss", "numpy"}


def test_help_loads_next_to_nothing(run):
    assert not loaded(run, "--help") & {"sqlite3", "numpy", "faiss", "onnxruntime", "yaml", "packaging", "subprocess"}


@pytest.mark.parametrize("question", [SIGNATURE, ALL_LEGS])
def test_no_internet_socket_is_opened(run, question):
    ran = run("ask", question, program=NO_INTERNET)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["numpy", "faiss", "onnxruntime"])
def test_a_broken_library_of_ours_is_named_once_and_the_rest_answers(run, tmp_path, name, fault):
    ran = run("ask", ALL_LEGS, first=[plant(tmp_path, name, FAULTS[fault])])
    assert ran.code == 0
    assert ran.out
    assert ran.err.count("\n") == 1
    assert name in ran.err


def test_a_batch_names_a_broken_library_once(run, tmp_path):
    questions = "\n".join(map(json.dumps, [ALL_LEGS, ALL_LEGS, ZH_ALL_LEGS]))
    ran = run("ask", "--batch", "-", stdin=questions, first=[plant(tmp_path, "faiss", FAULTS["ImportError"])])
    assert (ran.code, len(ran.out.splitlines()), ran.err.count("\n")) == (0, 3, 1)


@pytest.mark.parametrize("name", ["torch", "transformers", "tokenizers", "sentence_transformers", "rich", "textual"])
def test_a_broken_library_of_the_user_changes_nothing(run, tmp_path, name):
    source = "import sys\nsys.stderr.write('imported')\nraise RuntimeError('CUDA mismatch')"
    ran = run("ask", ALL_LEGS, first=[plant(tmp_path, name, source)])
    assert (ran.code, ran.err) == (0, "")


def test_packages_with_the_names_of_our_folders_change_nothing(run, tmp_path):
    for name in ("index", "corpus", "assistant", "data", "cli", "render", "errors", "query", "search"):
        planted = plant(tmp_path, name, "raise SystemExit('hostile')")
    ran = run("ask", ALL_LEGS, first=[planted])
    assert (ran.code, ran.err) == (0, "")

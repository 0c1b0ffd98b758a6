from dataclasses import replace

import pytest

from tfhelp_corpus.check import read_entries
from tfhelp_corpus.signature import literal_parts, normalize
from verify import code_names, introspect
from verify.__main__ import DATA
from verify.sources import Shelf
from verify.templates import templates

ENTRY = read_entries(DATA)[0][0]


def shelf(folder, code):
    package = folder / "package"
    package.mkdir()
    (package / "module.py").write_text(code, encoding="utf-8")
    return Shelf(templates(package))


@pytest.mark.parametrize(
    "code",
    [
        'raise ValueError("the layer is missing" " its weights here")',
        'raise ValueError(f"the {name} is missing its {what} here")',
        'raise ValueError("the %s is missing its %s here" % (a, b))',
        'raise ValueError("the {} is missing its {kind} here".format(a, kind=b))',
        'raise ValueError("the " + name + " is missing its weights here")',
    ],
)
def test_the_source_of_a_message_is_found_however_it_is_put_together(tmp_path, code):
    found = shelf(tmp_path, code)
    by_parts = found.that_holds(literal_parts("the {name} is missing its {what} here"))
    by_line = found.that_prints(normalize("ValueError: the layer is missing its weights here"), 8)
    assert by_parts or by_line


def test_a_template_that_shares_a_few_words_is_not_the_source(tmp_path):
    found = shelf(tmp_path, 'x = "the layer is missing"\ny = "is missing its weights"')
    assert found.that_holds(literal_parts("the layer is missing its weights here")) is None
    assert found.that_prints(normalize("ValueError: the layer is missing its weights here"), 30) is None


def entry_with(code, before=""):
    text = ENTRY.texts["en"]
    fix = next(section for section in text.sections if section.role == "fix")
    changed = replace(fix, text=f"{before}\n\n```python\n{code}\n```\n")
    return replace(ENTRY, texts={"en": replace(text, sections=(changed,))})


def paths(code, before=""):
    return {claim.path: claim for claim in code_names.claims(entry_with(code, before))}


def test_imports_calls_and_their_arguments_are_claims():
    found = paths("from transformers import Trainer\nTrainer(model, args=1).train(resume_from_checkpoint=True)")
    assert set(found) >= {"transformers.Trainer"}
    keywords = {
        claim.keywords for claim in code_names.claims(entry_with("import transformers\ntransformers.Trainer(args=1)"))
    }
    assert ("args",) in keywords


def test_what_a_name_usually_stands_for_is_taken_as_uncertain():
    found = paths("model.generate(max_new_tokens=5)")
    assert not found["transformers.PreTrainedModel.generate"].certain
    assert found["word max_new_tokens"].certain  # whatever takes it: some package must know the argument


def test_a_claim_beside_the_name_of_a_release_is_dated():
    assert paths("from transformers import AdamW  # up to 4.57")["transformers.AdamW"].dated
    assert paths("from transformers import AdamW", "In older releases:")["transformers.AdamW"].dated
    assert not paths("from transformers import AdamW")["transformers.AdamW"].dated


def test_variables_and_flags_are_claims():
    assert "variable HF_HUB_OFFLINE" in paths('import os\nos.environ["HF_HUB_OFFLINE"] = "1"')
    assert "flag huggingface_hub local-dir" in paths("!hf download a/b --local-dir here".removeprefix("!"))


def test_code_that_is_no_python_is_named():
    assert list(code_names.broken_code(entry_with("def f(:")))
    assert not list(code_names.broken_code(entry_with("!pip install x\n%env A=1\nprint(1)")))


def test_an_argument_that_a_function_does_not_take_is_refused():
    assert introspect.refused("json.loads", ["cls"]) == []
    assert (
        introspect.refused("json.dumps", ["item_separator"]) == []
    )  # taken from **kw by another function of the package
    assert introspect.refused("json.dumps", ["no_such_argument_here"]) == ["no_such_argument_here"]
    assert introspect.refused("json.no_such_function", []) is None
    assert introspect.refused("bisect.bisect_left", ["no_such"]) == ["no_such"]

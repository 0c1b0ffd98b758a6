"""What the heavy side says, and what it tells people to install."""

import string
import sys

import pytest

from tfhelp.models import installed, words
from tfhelp.models.errors import ModelError


def blanks(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(words.say.keys))
def test_both_languages_fill_in_the_same_values(key):
    en, zh = (words.say._catalogs[language][key] for language in ("en", "zh"))
    assert blanks(en) == blanks(zh)
    assert en.isascii()
    assert not zh.isascii()


@pytest.mark.parametrize("key", sorted(words.say.keys))
def test_every_hint_belongs_to_a_sentence(key):
    assert not key.endswith("_hint") or key.removesuffix("_hint") in words.say.keys


def test_a_code_that_nobody_knows_is_shown_as_it_came_but_safely():
    error = ModelError("new\x1b]0;title\x07code", "en", value="a\x1b[31m\nb")
    assert error.message == "The model process reported newcode (value: a b)."
    assert error.hint == ""


@pytest.mark.parametrize("values", [{}, {"language": "en"}, {"key": "x"}, {"self": "x"}])
def test_values_that_do_not_fit_do_not_hide_the_code(values):
    assert "no_model" in words.sentence("zh", "no_model", values)


def test_all_that_is_missing_is_named_with_one_command(monkeypatch):
    monkeypatch.setattr(installed, "_found", lambda name: name == "torch")
    with pytest.raises(ModelError) as caught:
        installed.require()
    assert caught.value.values["packages"] == "transformers, sentence-transformers"
    assert '"tfhelp[models]"' in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nothing_is_imported_to_find_out(tmp_path, monkeypatch):
    (tmp_path / "tfhelp_trap.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert installed.missing(("tfhelp_trap", "tfhelp_absent", "sys")) == ("tfhelp_absent",)
    assert "tfhelp_trap" not in sys.modules


@pytest.mark.parametrize(
    ("prefix", "begin"),
    [
        ("/home/u/.local/share/uv/tools/tfhelp", "uv tool install"),
        ("/home/u/.local/share/pipx/venvs/tfhelp", "pipx install"),
        ("/home/u/venv", "/home/u/venv/bin/python -m pip install"),
    ],
)
def test_the_command_fits_the_way_in_which_it_was_installed(prefix, begin, monkeypatch):
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.setattr(sys, "executable", f"{prefix}/bin/python")
    assert installed.command().startswith(begin)

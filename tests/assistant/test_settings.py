"""The configuration file and what is remembered."""

import os
import stat

import pytest

from tfhelp import settings
from tfhelp.errors import UsageError


@pytest.fixture(autouse=True)
def folders(monkeypatch, tmp_path):
    monkeypatch.setenv("TFHELP_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("TFHELP_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "config" / "config.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_without_a_file_the_defaults_hold_and_nothing_is_created(tmp_path):
    assert settings.load() == settings.Settings()
    assert list(tmp_path.iterdir()) == []


def test_every_setting_is_read(write):
    write('theme = "nord"\nlanguage = "zh"\nprivate = true\nenv = "~/venv"\n\n[keys]\nnew = "ctrl+t"\ncopy = "y"\n')
    expected = settings.Settings("nord", "zh", True, "~/venv", {"new": "ctrl+t", "copy": "y"})
    assert settings.load() == expected


def test_settings_of_summaries_are_read(write):
    write('model = "~/models/tiny"\nmodels = ["a", "b"]\nsummaries = true\n')
    found = settings.load()
    assert (found.model, found.models, found.summaries) == ("~/models/tiny", ("a", "b"), True)


def test_a_configured_switch_comes_before_the_remembered_one_and_the_theme_is_kept_beside_it(write):
    settings.remember(theme="gruvbox")
    settings.remember(summaries=True)
    assert (settings.load().theme, settings.load().summaries) == ("gruvbox", True)
    write("summaries = false\n")
    assert settings.load().summaries is False


@pytest.mark.parametrize("text", [b"", b"\n\n", b'\xef\xbb\xbftheme = "nord"\r\n', b"# only a comment\n"])
def test_files_of_other_editors_are_read(write, text):
    write(text)
    assert settings.load().theme in (None, "nord")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('theme = "nord"\nlanguag = "zh"\n', 2, "Did you mean language?"),
        ('colour_of_the_bikeshed = "red"\n', 1, "Settings are: theme, language"),
        ('\nlanguage = "fr"\n', 2, '"en" or "zh"'),
        ("language = 3\n", 1, '"en" or "zh"'),
        ('private = "yes"\n', 1, "true or false"),
        ("theme = 7\n", 1, "text in quotes"),
        ("env = ''\n", 1, "text in quotes"),
        ('keys = "ctrl+n"\n', 1, "a table"),
        ('theme = "nord"\n[keys]\nnew = 5\n', 3, "keys.new must be text"),
        ("model = 3\n", 1, "text in quotes"),
        ('models = "folder"\n', 1, "a list of texts"),
        ('theme = "nord"\nmodels = ["a", 3]\n', 2, "a list of texts"),
        ('summaries = "on"\n', 1, "true or false"),
        ('[keys]\nnew = ["a", "b"]\n', 2, "keys.new must be text"),
        ("theme = nord\n", 1, "not TOML"),
        ('theme = "nord"\n\nprivate\n', 3, "not TOML"),
        ('theme = "nord"\n[keys\n', 2, "not TOML"),
        ('theme = "a"\nprivate =', 2, "not TOML"),
        (b'theme = "nord"\n# \xff\n', 2, "UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(write, text, line, words):
    path = write(text)
    with pytest.raises(UsageError) as caught:
        settings.load()
    assert f"{path}, line {line}:" in str(caught.value)
    assert words in str(caught.value)


def test_it_is_said_in_chinese_to_a_chinese_locale(write, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    path = write('them = "nord"\n')
    with pytest.raises(UsageError, match="是不是想写 theme？") as caught:
        settings.load()
    assert f"{path} 第 1 行" in str(caught.value)


def test_a_deeply_nested_file_is_refused_with_a_sentence(write):
    write("theme = " + "[" * 100_000)
    with pytest.raises(UsageError, match="not TOML"):
        settings.load()


def test_a_folder_or_a_huge_file_in_its_place_is_refused_with_a_sentence(write, tmp_path):
    (tmp_path / "config" / "config.toml").mkdir(parents=True)
    with pytest.raises(UsageError, match="cannot be read"):
        settings.load()
    (tmp_path / "config" / "config.toml").rmdir()
    write(b"#" * 1_000_002)
    with pytest.raises(UsageError, match="larger than"):
        settings.load()


def test_the_variable_may_name_the_file_itself(tmp_path, monkeypatch):
    own = tmp_path / "mine.toml"
    own.write_text('theme = "nord"\n')
    monkeypatch.setenv("TFHELP_CONFIG", str(own))
    assert settings.config_file() == own
    assert settings.load().theme == "nord"


def test_a_chosen_theme_is_remembered(tmp_path):
    assert settings.remember(theme="gruvbox")
    assert settings.load().theme == "gruvbox"
    assert settings.remember(theme="nord")
    assert settings.load().theme == "nord"
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["ui.json"]


def test_a_configured_theme_comes_before_the_remembered_one(write):
    settings.remember(theme="gruvbox")
    write('theme = "nord"\n')
    assert settings.load().theme == "nord"


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"[]", b'{"theme": 3}', b"\xff\xfe", b"[" * 100_000, b'{"theme": ""}', b'{"summaries": 1}']
)
def test_a_damaged_memory_is_no_memory(tmp_path, damaged):
    settings.remember(theme="nord")
    (tmp_path / "state" / "ui.json").write_bytes(damaged)
    assert settings.load().theme is None
    assert settings.remember(theme="nord")
    assert settings.load().theme == "nord"


def test_a_folder_that_cannot_be_made_is_said_and_does_not_end_anything(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TFHELP_STATE", str(tmp_path / "file" / "state"))
    assert settings.remember(theme="nord") is False
    assert settings.load().theme is None
    with pytest.raises(UsageError, match="TFHELP_STATE"):
        settings.state_folder()


def test_a_full_disk_keeps_the_old_memory(monkeypatch, tmp_path):
    settings.remember(theme="nord")

    def full(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    assert settings.remember(theme="gruvbox") is False
    assert settings.load().theme == "nord"
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["ui.json"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_the_state_folder_is_for_its_user_alone():
    assert stat.S_IMODE(settings.state_folder().stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_an_older_folder_of_its_own_is_closed_and_a_named_one_is_left(monkeypatch, tmp_path):
    named = tmp_path / "state"
    named.mkdir(mode=0o755)
    named.chmod(0o755)
    assert stat.S_IMODE(settings.state_folder().stat().st_mode) == 0o755
    monkeypatch.delenv("TFHELP_STATE")
    monkeypatch.setattr("platformdirs.user_state_path", lambda *names, **options: named)
    assert stat.S_IMODE(settings.state_folder().stat().st_mode) == 0o700


def test_the_language_is_the_options_then_the_settings_then_the_locales(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert settings.ui_language(None, settings.Settings()) == "zh"
    assert settings.ui_language(None, settings.Settings(language="en")) == "en"
    assert settings.ui_language("zh", settings.Settings(language="en")) == "zh"


def test_without_variables_the_systems_folders_are_used(monkeypatch, tmp_path):
    monkeypatch.delenv("TFHELP_CONFIG")
    monkeypatch.setattr("platformdirs.user_config_path", lambda *names, **options: tmp_path / "here")
    assert settings.config_file() == tmp_path / "here" / "config.toml"

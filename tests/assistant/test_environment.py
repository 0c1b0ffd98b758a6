import pytest

from tfhelp import environment
from tfhelp.errors import UsageError


@pytest.fixture(autouse=True)
def no_active_environment(monkeypatch):
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(params=["lib/python3.12/site-packages", "Lib/site-packages", "lib64/python3.11/site-packages"])
def venv(tmp_path, request):
    site = tmp_path / "venv" / request.param
    for name in (
        "transformers-4.57.1.dist-info",
        "huggingface_hub-0.36.0.dist-info",
        "Pillow-11.0.dist-info",
        "junk",
    ):
        (site / name).mkdir(parents=True)
    return tmp_path / "venv"


EXPECTED = {"transformers": "4.57.1", "huggingface-hub": "0.36.0", "pillow": "11.0"}


def test_versions_are_read_from_the_names_of_folders(venv):
    assert environment.versions(str(venv)) == EXPECTED


def test_site_packages_itself_can_be_named(venv):
    site = next(path for path in venv.rglob("site-packages"))
    assert environment.versions(str(site)) == EXPECTED


@pytest.mark.parametrize("variable", ["VIRTUAL_ENV", "CONDA_PREFIX"])
def test_the_active_environment_counts(venv, monkeypatch, variable):
    monkeypatch.setenv(variable, str(venv))
    assert environment.versions(None) == EXPECTED


def test_without_any_nothing_is_known():
    assert environment.versions(None) == {}


def test_a_stale_active_environment_is_nothing_to_complain_about(tmp_path, monkeypatch):
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "gone"))
    assert environment.versions(None) == {}


@pytest.mark.parametrize("name", ["missing", "a-file", "empty", "~nobody-has-this-name/env", "x" * 5000])
def test_a_wrong_path_is_named(tmp_path, name):
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    path = name if name.startswith("~") else str(tmp_path / name)
    with pytest.raises(UsageError, match="--env"):
        environment.versions(path)

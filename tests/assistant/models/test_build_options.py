"""Options of ``tfhelp index build`` that cannot be meant: told before anything is embedded."""

import os

import pytest


@pytest.fixture
def build(run, corpus_folder, tmp_path):
    def start(*options, **variables):
        given = ["index", "build", "--corpus", str(corpus_folder), "--out", str(tmp_path / "new")]
        done = run(*given, *options, **variables)
        assert "embedded" not in done.err
        assert not (tmp_path / "new").exists()
        return done

    return start


@pytest.mark.parametrize("option", ["--corpus", "--out", "--encoder"])
@pytest.mark.parametrize("text", ["", " "])
def test_an_option_without_a_name_is_refused(build, option, text):
    done = build(option, text)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert f"{option} is empty" in done.err
    assert f"{option} 是空的" in build(option, text, LANGUAGE="zh").err


@pytest.mark.parametrize("option", ["--corpus", "--out", "--encoder"])
def test_a_name_that_no_folder_can_have_is_refused(build, option):
    done = build(option, "x" * 5000)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert option in done.err


@pytest.mark.parametrize("option", ["--query-prefix", "--passage-prefix"])
def test_a_prefix_needs_an_encoder_that_it_belongs_to(build, option):
    done = build(option, "ask: ")
    assert done.code == 2
    assert "--encoder" in done.err


def test_a_place_below_a_file_is_refused_at_once(build, tmp_path):
    (tmp_path / "file").touch()
    assert build("--out", str(tmp_path / "file" / "index")).code == 2


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_place_that_is_closed_is_refused_at_once(build, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = build("--out", str(closed / "index"))
    assert (done.code, "--out" in done.err) == (2, True)

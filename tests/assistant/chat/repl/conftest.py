"""The chat line by line, through a pipe."""

import re

import pytest


@pytest.fixture
def chat(run, tmp_path):
    """Feed the chat through a pipe."""
    folders = {"TFHELP_STATE": str(tmp_path / "state"), "TFHELP_CONFIG": str(tmp_path / "config"), "PATH": ""}
    return lambda text, *options, **variables: run(
        "chat", "--plain", *options, stdin=text, **{**folders, **variables}
    )


@pytest.fixture
def titles():
    """Codes that begin an answer or a document."""

    def found(out):
        pairs = zip(["", *out.splitlines()], out.splitlines(), strict=False)
        return [line[:6] for before, line in pairs if re.match(r"TF\d{4}: ", line) and not before]

    return found

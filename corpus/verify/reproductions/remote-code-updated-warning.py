"""Code of the repository arrives without a pinned commit."""

import contextlib
import io

import local_hub

BARE = True
CONFIG = b'{"model_type": "own", "auto_map": {"AutoConfig": "configuration_own.Own"}}'
CODE = b"from transformers import PretrainedConfig\n\nclass Own(PretrainedConfig):\n    model_type = 'own'\n"


def answer(path):
    if path.endswith(".py"):
        return 200, {**local_hub.FILE, "ETag": '"def"'}, CODE
    return 200, local_hub.FILE, CONFIG


def load(**arguments):
    local_hub.start(answer)
    from transformers import AutoConfig

    return AutoConfig.from_pretrained("org/model", trust_remote_code=True, **arguments)


def breaks():
    load()


def fixed():
    output = io.StringIO()
    with contextlib.redirect_stderr(output):
        assert load(revision=local_hub.FILE["X-Repo-Commit"]).model_type == "own"
    assert "pin a revision" not in output.getvalue()

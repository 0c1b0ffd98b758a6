"""huggingface_hub 1.0 has no HfFolder any more: a fresh process imports it as an old package does."""

import subprocess
import sys

import huggingface_hub


def breaks():
    subprocess.run([sys.executable, "-c", "from huggingface_hub import HfFolder"], check=False)


def fixed():
    token = huggingface_hub.get_token()
    assert token is None or isinstance(token, str)
    assert callable(huggingface_hub.login)
    assert callable(huggingface_hub.upload_folder)

"""The beam class that old speech packages import is gone; generate() does the same work."""

import subprocess
import sys

import tiny
import torch


def breaks():
    subprocess.run([sys.executable, "-c", "from transformers import BeamSearchScorer"], check=False)


def fixed():
    out = tiny.model("gpt2").generate(torch.tensor([[5, 6, 7]]), num_beams=2, max_new_tokens=3, pad_token_id=0)
    assert out.shape[1] > 3

"""The logits of a position belong to the next token: compared unshifted, a perfect model looks useless."""

import tiny
import torch

SILENT = True
IDS = torch.arange(5, 9)[None]


def text_and_guesses():
    model = tiny.model()
    out = model.generate(
        IDS, attention_mask=torch.ones_like(IDS), do_sample=False, max_new_tokens=20, min_new_tokens=20
    )
    with torch.inference_mode():
        return out, model(out).logits.argmax(-1)


def breaks():
    text, guesses = text_and_guesses()
    assert (guesses[:, 4:] == text[:, 4:]).float().mean() < 0.5


def fixed():
    text, guesses = text_and_guesses()
    assert (guesses[:, 3:-1] == text[:, 4:]).float().mean() > 0.95

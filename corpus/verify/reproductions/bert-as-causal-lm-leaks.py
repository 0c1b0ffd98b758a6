"""An encoder with a language-modeling head sees the tokens that it should predict."""

import tiny
import torch


def first_logits_change(**arguments):
    model = tiny.model("bert", "AutoModelForCausalLM", **arguments)
    with torch.inference_mode():
        one, two = (model(torch.tensor([[5, 6, last]])).logits[0, 0] for last in (7, 8))
    return not torch.allclose(one, two)


def breaks():
    assert first_logits_change()


def fixed():
    assert not first_logits_change(is_decoder=True)

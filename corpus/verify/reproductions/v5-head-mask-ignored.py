"""A head mask of zeros changes nothing; a hook in front of the output projection does."""

import tiny
import torch

SILENT = True
IDS = torch.tensor([[5, 6, 7]])


def _output(model, **arguments):
    with torch.inference_mode():
        return model(IDS, **arguments).last_hidden_state


def breaks():
    model = tiny.model("bert", "AutoModel", attn_implementation="eager")
    assert torch.equal(_output(model), _output(model, head_mask=torch.zeros(2, 4)))


def _silence(module, args):
    states = args[0].clone()
    states[..., :8] = 0  # the first of four heads of size 8
    return (states, *args[1:])


def fixed():
    model = tiny.model("bert", "AutoModel")
    plain = _output(model)
    handle = model.encoder.layer[0].attention.output.dense.register_forward_pre_hook(_silence)
    assert not torch.equal(plain, _output(model))
    handle.remove()
    assert torch.equal(plain, _output(model))

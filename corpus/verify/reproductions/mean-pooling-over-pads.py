"""The mean over all positions takes the padding along; a masked mean does not depend on the neighbours."""

import tiny
import torch

SILENT = True
MODEL = tiny.model("bert", "AutoModel")
PAD = 3


def hidden(rows):
    width = max(map(len, rows))
    ids = torch.tensor([row + [PAD] * (width - len(row)) for row in rows])
    mask = (ids != PAD).long()
    with torch.inference_mode():
        return MODEL(ids, attention_mask=mask).last_hidden_state, mask.unsqueeze(-1)


def states():
    return hidden([[5, 6, 7]]), hidden([[5, 6, 7], [20, 21, 22, 23, 24, 25]])


def breaks():
    (alone, _), (together, _) = states()
    assert not torch.allclose(alone.mean(1)[0], together.mean(1)[0], atol=1e-3)


def fixed():
    one, two = ((h * m).sum(1) / m.sum(1).clamp(min=1) for h, m in states())
    assert torch.allclose(one[0], two[0], atol=1e-5)

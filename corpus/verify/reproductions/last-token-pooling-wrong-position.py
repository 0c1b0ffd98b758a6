"""With padding on the right the last position of a short row is padding; the mask says where its last token is."""

import tiny
import torch

SILENT = True
MODEL = tiny.model("llama", "AutoModel")
PAD = 3


def states(rows):
    width = max(map(len, rows))
    ids = torch.tensor([row + [PAD] * (width - len(row)) for row in rows])
    mask = (ids != PAD).long()
    with torch.inference_mode():
        return MODEL(ids, attention_mask=mask).last_hidden_state, mask


def both():
    return states([[5, 6, 7]]), states([[5, 6, 7], [20, 21, 22, 23, 24, 25]])


def breaks():
    (alone, _), (together, _) = both()
    assert not torch.allclose(alone[0, -1], together[0, -1], atol=1e-3)


def fixed():
    one, two = (hidden[torch.arange(len(hidden)), mask.sum(1) - 1] for hidden, mask in both())
    assert torch.allclose(one[0], two[0], atol=1e-5)

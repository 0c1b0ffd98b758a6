"""The mean of the batches' losses is not the mean over the tokens when the batches hold different numbers of them."""

import tiny
import torch

SILENT = True
MODEL = tiny.model()
ROWS = (list(range(5, 8)), list(range(30, 60)))


def losses():
    """For each text: mean loss and number of predicted tokens."""
    with torch.inference_mode():
        for row in ROWS:
            ids = torch.tensor([row])
            yield MODEL(ids, labels=ids).loss.item(), len(row) - 1


def one_batch():
    width = max(map(len, ROWS))
    ids = torch.tensor([row + [3] * (width - len(row)) for row in ROWS])
    mask = (ids != 3).long()
    with torch.inference_mode():
        return MODEL(ids, attention_mask=mask, labels=ids.masked_fill(mask == 0, -100)).loss.item()


def breaks():
    single = [loss for loss, _ in losses()]
    assert abs(sum(single) / len(single) - one_batch()) > 1e-3


def fixed():
    pairs = list(losses())
    total = sum(loss * tokens for loss, tokens in pairs) / sum(tokens for _, tokens in pairs)
    assert abs(total - one_batch()) < 1e-4

"""The scores are what sampling left over; the raw logits come only when they are asked for."""

import tiny
import torch

SILENT = True
IDS = torch.arange(5, 11)[None]


def sampled():
    torch.manual_seed(0)
    return tiny.model().generate(
        IDS, attention_mask=torch.ones_like(IDS), do_sample=True, top_k=5, max_new_tokens=3,
        return_dict_in_generate=True, output_scores=True, output_logits=True,
    )  # fmt: skip


def breaks():
    assert sampled().scores[0].isneginf().sum() == 415


def fixed():
    out = sampled()
    new = out.sequences[0, IDS.shape[1] :]
    raw = torch.stack(out.logits, dim=1)[0].log_softmax(-1)
    chances = raw.gather(-1, new[:, None]).exp()
    assert raw.isfinite().all()
    assert ((chances > 0) & (chances < 1)).all()

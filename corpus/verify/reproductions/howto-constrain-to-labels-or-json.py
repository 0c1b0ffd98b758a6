"""An answer can be limited to a list of labels while it is made; asking alone does not do that."""

import tiny
import torch

SILENT = True
LABELS = (" town", " question", " loss")


def _answer(limited):
    tokenizer = tiny.tokenizer()
    prompt = tokenizer("the answer is", return_tensors="pt")["input_ids"]
    rows = [[*tokenizer.encode(label, add_special_tokens=False), 2] for label in LABELS]

    def allowed(_, ids):
        done = ids[prompt.shape[1] :].tolist()
        return [row[len(done)] for row in rows if row[: len(done)] == done and len(done) < len(row)] or [2]

    more = {"prefix_allowed_tokens_fn": allowed} if limited else {}
    ids = tiny.model().generate(prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=12, **more)
    return tokenizer.decode(ids[0, prompt.shape[1] :], skip_special_tokens=True)


def breaks():
    assert _answer(limited=False) not in LABELS


def fixed():
    assert _answer(limited=True) in LABELS

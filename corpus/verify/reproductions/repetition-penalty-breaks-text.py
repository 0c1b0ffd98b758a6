"""The penalty counts the tokens of the prompt too, unless it is told to leave them out."""

import tiny
import torch
from transformers import LogitsProcessorList, RepetitionPenaltyLogitsProcessor

SILENT = True
RELEASES = ">=4.52"
PROMPT = torch.arange(5, 200)[None] % 150
PROMPT = PROMPT.clamp(min=5)


def next_scores(**arguments):
    out = tiny.model(max_position_embeddings=256).generate(
        PROMPT, attention_mask=torch.ones_like(PROMPT), max_new_tokens=1, output_scores=True,
        return_dict_in_generate=True, do_sample=False, **arguments,
    )  # fmt: skip
    return out.scores[0][0]


def breaks():
    assert not torch.equal(next_scores(repetition_penalty=1.5), next_scores())


def fixed():
    processor = RepetitionPenaltyLogitsProcessor(1.5, prompt_ignore_length=PROMPT.shape[1])
    assert torch.equal(next_scores(logits_processor=LogitsProcessorList([processor])), next_scores())

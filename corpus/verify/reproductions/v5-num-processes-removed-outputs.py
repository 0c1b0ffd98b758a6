"""Scorers and warpers are missing; a LogitsProcessor does a warper's work."""

import tiny
import torch
import transformers
from transformers import LogitsProcessor, LogitsProcessorList
from transformers.generation import GenerateDecoderOnlyOutput

SILENT = True
IDS = torch.tensor([[5, 6, 7]])


class Only(LogitsProcessor):
    def __call__(self, input_ids, scores):
        return torch.full_like(scores, -1e9).index_fill(1, torch.tensor([9]), 0.0)


def breaks():
    assert not any(hasattr(transformers, name) for name in ("BeamSearchScorer", "LogitsWarper"))


def fixed():
    result = tiny.model().generate(
        IDS, attention_mask=torch.ones_like(IDS), max_new_tokens=2, return_dict_in_generate=True,
        logits_processor=LogitsProcessorList([Only()]),
    )  # fmt: skip
    assert isinstance(result, GenerateDecoderOnlyOutput) and result.sequences[0, 3:].tolist() == [9, 9]

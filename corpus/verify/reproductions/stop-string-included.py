"""The stop string ends the answer and stays in it."""

import tiny
import torch

RELEASES = ">=4.45"
SILENT = True
PROMPT = torch.tensor([[5, 6, 7]])


def _answer(length, **arguments):
    ids = tiny.model().generate(PROMPT, max_new_tokens=length, min_new_tokens=1, do_sample=False, **arguments)
    return tiny.tokenizer().decode(ids[0, PROMPT.shape[1] :])


def _stopped():
    stop = _answer(1)
    return stop, _answer(8, stop_strings=[stop], tokenizer=tiny.tokenizer())


def breaks():
    stop, answer = _stopped()
    assert stop
    assert answer.endswith(stop)


def fixed():
    stop, answer = _stopped()
    assert stop not in answer.split(stop)[0]

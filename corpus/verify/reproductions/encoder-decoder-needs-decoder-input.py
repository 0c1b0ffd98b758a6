"""A T5 is called like an encoder."""

import tiny
import torch

IDS = torch.tensor([[5, 6, 7, 2]])
RELEASES = "<5.12"


def breaks():
    tiny.model("t5", "AutoModelForSeq2SeqLM")(input_ids=IDS)


def fixed():
    model = tiny.model("t5", "AutoModelForSeq2SeqLM")
    assert model.get_encoder()(input_ids=IDS).last_hidden_state.shape == (1, 4, 32)
    start = torch.full((1, 1), model.config.decoder_start_token_id)
    assert model(input_ids=IDS, decoder_input_ids=start).logits.shape[1] == 1
    assert model(input_ids=IDS, labels=IDS).loss > 0

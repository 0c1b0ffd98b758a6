"""New rows of the embeddings are drawn from the statistics of the old ones, and the library says so."""

import tiny

RELEASES = ">=4.46"


def breaks():
    tiny.model().resize_token_embeddings(430)


def fixed():
    model = tiny.model()
    model.resize_token_embeddings(430, mean_resizing=False, pad_to_multiple_of=64)
    assert model.get_input_embeddings().num_embeddings == 448

"""A checkpoint of BERT is loaded with the classes of RoBERTa."""

import tiny
from transformers import AutoModel, RobertaModel


def breaks():
    RobertaModel.from_pretrained(tiny.saved(tiny.model("bert", "AutoModel")))


def fixed():
    model = AutoModel.from_pretrained(tiny.saved(tiny.model("bert", "AutoModel")))
    assert type(model).__name__ == "BertModel"

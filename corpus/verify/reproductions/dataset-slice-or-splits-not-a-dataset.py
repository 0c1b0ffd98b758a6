"""All splits are given to Trainer instead of one of them."""

import tiny
from datasets import Dataset, DatasetDict
from transformers import Trainer


def breaks():
    splits = DatasetDict(train=Dataset.from_list(tiny.rows()))
    Trainer(tiny.model(), tiny.training_arguments(), train_dataset=splits).train()


def fixed():
    part = Dataset.from_list(tiny.rows(20)).select(range(8))
    result = Trainer(tiny.model(), tiny.training_arguments(), train_dataset=part).train()
    assert result.global_step == 2

"""A data set of raw text has no column that the model takes, so nothing is left for a batch."""

import tiny
from datasets import Dataset
from transformers import DataCollatorForLanguageModeling, Trainer

TEXTS = Dataset.from_dict({"text": ["a short text", "a longer text", "the model", "the answer"]})


def train(data):
    collator = DataCollatorForLanguageModeling(tiny.tokenizer(), mlm=False)
    return Trainer(tiny.model(), tiny.training_arguments(), train_dataset=data, data_collator=collator).train()


def breaks():
    train(TEXTS)


def fixed():
    tokenizer = tiny.tokenizer()
    data = TEXTS.map(lambda rows: tokenizer(rows["text"]), batched=True, remove_columns=["text"])
    assert train(data).training_loss > 0

"""The first batch shows that nothing is left to learn from; right labels show what is learned."""

import inspect

import tiny
from transformers import DataCollatorForSeq2Seq, Trainer

SILENT = True
NAMES = inspect.signature(Trainer.__init__).parameters
TOKENIZER = "processing_class" if "processing_class" in NAMES else "tokenizer"


def _learned(labels):
    tokenizer = tiny.tokenizer()
    rows = [{**row, "labels": labels(row["input_ids"])} for row in tiny.rows()]
    trainer = Trainer(
        tiny.model(), tiny.training_arguments(), DataCollatorForSeq2Seq(tokenizer), rows, **{TOKENIZER: tokenizer}
    )
    batch = next(iter(trainer.get_train_dataloader()))
    return (batch["labels"] != -100).sum().item()


def breaks():
    assert _learned(lambda ids: [-100] * len(ids)) == 0


def fixed():
    assert _learned(lambda ids: [-100] * 2 + ids[2:]) == 2 * 4

"""Evaluation by generation stops at the model's default length."""

import tiny
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments

SILENT = True


def length(**arguments):
    chosen = tiny.training_arguments().to_dict()
    chosen = Seq2SeqTrainingArguments(
        chosen["output_dir"], report_to=[], use_cpu=True, predict_with_generate=True, disable_tqdm=True, **arguments
    )
    model = tiny.model("t5", "AutoModelForSeq2SeqLM", eos_token_id=419)
    return Seq2SeqTrainer(model, chosen).predict(tiny.rows(2)).predictions.shape[1]


def breaks():
    assert length() <= 21


def fixed():
    assert length(generation_max_length=40) == 40

"""The arguments with which Jupyter starts Python reach the parser."""

from transformers import HfArgumentParser, TrainingArguments


def breaks():
    HfArgumentParser(TrainingArguments).parse_args_into_dataclasses(["--output_dir", "out", "-f", "kernel.json"])


def fixed():
    (arguments,) = HfArgumentParser(TrainingArguments).parse_dict({"output_dir": "out", "learning_rate": 2e-5})
    assert arguments.learning_rate == 2e-5

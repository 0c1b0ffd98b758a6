"""Nothing is reported unless it is asked for."""

import tempfile

from transformers import TrainingArguments

SILENT = True
RELEASES = ">=5"


def breaks():
    assert TrainingArguments(tempfile.mkdtemp(), use_cpu=True).report_to == []


def fixed():
    assert TrainingArguments(tempfile.mkdtemp(), use_cpu=True, report_to="wandb").report_to == ["wandb"]
    assert TrainingArguments(tempfile.mkdtemp(), use_cpu=True, report_to="none").report_to == []

"""Without labels in the evaluation data the metric function is never called."""

import tiny
from transformers import Trainer

SILENT = True


def evaluated(rows):
    return Trainer(
        tiny.model(), tiny.training_arguments(), eval_dataset=rows, compute_metrics=lambda prediction: {"score": 1.0}
    ).evaluate()


def breaks():
    result = evaluated([{"input_ids": row["input_ids"]} for row in tiny.rows(2)])
    assert "eval_score" not in result and "eval_loss" not in result and "eval_runtime" in result


def fixed():
    result = evaluated(tiny.rows(2))
    assert result["eval_score"] == 1.0 and "eval_loss" in result

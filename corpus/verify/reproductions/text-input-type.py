"""An empty cell of a table arrives as a float."""

import pandas as pd
import tiny

TABLE = pd.DataFrame({"text": ["a short text", None]}).astype({"text": "string"})


def breaks():
    tokenizer = tiny.tokenizer()
    for cell in [float("nan"), *TABLE["text"]]:
        tokenizer(cell)


def fixed():
    clean = TABLE.dropna(subset=["text"])
    assert len(tiny.tokenizer()(clean["text"].tolist())["input_ids"]) == 1

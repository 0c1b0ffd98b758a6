"""Escapes are only another spelling, unless they are text themselves."""

import json

SILENT = True
TEXT = "你好"


def breaks():
    once = json.dumps({"text": TEXT})
    assert TEXT not in once and json.loads(once)["text"] == TEXT
    twice = json.loads(json.dumps({"text": json.dumps(TEXT)}))["text"]
    assert "\\u" in twice and TEXT not in twice


def fixed():
    assert TEXT in json.dumps({"text": TEXT}, ensure_ascii=False)
    twice = json.loads(json.dumps({"text": json.dumps(TEXT)}))["text"]
    assert json.loads(twice) == TEXT

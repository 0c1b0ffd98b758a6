"""UTF-8 text read as GBK, or an emoji written as GBK, fails; the encoding named at open() cures it."""

from pathlib import Path

SILENT = True
TEXT = "模型回答：天气很好 ✅ ——"


def breaks():
    Path("data.txt").write_text(TEXT, encoding="utf-8")
    failures = []
    for work in (lambda: Path("data.txt").read_text(encoding="gbk"), lambda: TEXT.encode("gbk")):
        try:
            work()
        except UnicodeError as error:
            failures.append(type(error))
    assert failures == [UnicodeDecodeError, UnicodeEncodeError]


def fixed():
    Path("data.txt").write_text(TEXT, encoding="utf-8")
    assert Path("data.txt").read_text(encoding="utf-8") == TEXT

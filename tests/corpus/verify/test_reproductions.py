import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tfhelp_corpus.check import read_entries
from verify import reproduction, stamps, verdicts
from verify.__main__ import DATA

ENTRIES = {entry.id: entry for entry in read_entries(DATA)[0]}
PADDING = ENTRIES["tokenizer-no-padding-token"]
WORKER = Path(reproduction.__file__).with_name("worker.py")

GOOD = """
import tiny

def breaks():
    tiny.tokenizer(pad=False)(["a", "b c"], padding=True)

def fixed():
    assert tiny.tokenizer()(["a", "b c"], padding=True)
"""


def script(folder, text, name="tokenizer-no-padding-token"):
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    return reproduction.read(path)


def faults(folder, text):
    return list(script(folder, text).faults(PADDING))


@pytest.mark.parametrize("found", reproduction.read_all(), ids=lambda found: found.id)
def test_a_reproduction_of_the_repository_proves_something(found):
    assert not list(found.faults(ENTRIES.get(found.id)))


def test_entries_say_of_versions_what_their_verdicts_say():
    assert not verdicts.disagreements(verdicts.load(), ENTRIES.values())


def test_entries_say_that_they_were_reproduced_where_their_verdicts_say_so():
    assert not list(stamps.outdated(verdicts.load(), ENTRIES))


def test_every_verdict_is_of_the_script_as_it_stands_today():
    today = {found.id: found.digest for found in reproduction.read_all()}
    for name, row in verdicts.load().items():
        assert {verdict.digest for verdict in row.values()} == {today[name]}, name


def test_a_script_that_calls_the_library_and_checks_its_result_has_no_fault(tmp_path):
    assert faults(tmp_path, GOOD) == []


def test_a_script_must_not_raise_by_itself(tmp_path):
    found = faults(
        tmp_path, GOOD.replace("    tiny.tokenizer(pad=False)", "    raise ValueError\n    tiny.tokenizer()")
    )
    assert any("raise" in fault for fault in found)


def test_a_script_must_not_hold_the_message(tmp_path):
    text = GOOD.replace("import tiny", f"import tiny\nTEXT = {PADDING.signatures[0].example!r}")
    assert any("contains the text of the signature" in fault for fault in faults(tmp_path, text))


def test_the_fix_must_be_asserted(tmp_path):
    assert any("asserts nothing" in fault for fault in faults(tmp_path, GOOD.replace("    assert ", "    ")))


def test_a_silent_fault_must_be_asserted(tmp_path):
    assert any("says SILENT" in fault for fault in faults(tmp_path, "SILENT = True\n" + GOOD))


def test_both_halves_are_needed(tmp_path):
    assert any("fixed()" in fault for fault in faults(tmp_path, GOOD.partition("def fixed")[0]))


@pytest.mark.parametrize("text", ["def breaks(:", "RELEASES = '>>5'\n"])
def test_a_script_that_cannot_be_read_is_named(tmp_path, text):
    with pytest.raises(ValueError, match=r"tokenizer-no-padding-token\.py"):
        script(tmp_path, text)


def raised(message, *, exception="ValueError", in_library=True, output=""):
    return {
        "ended": "raised",
        "exception": exception,
        "message": message,
        "innermost": "x.py",
        "line": 1,
        "in_library": in_library,
        "chain": f"{exception}: {message}",
        "output": output,
    }


def returned(output=""):
    return {"ended": "returned", "output": output}


MESSAGE = PADDING.signatures[0].example.partition(": ")[2]


@pytest.mark.parametrize(
    ("breaks", "fixed", "expected"),
    [
        (raised(MESSAGE), returned(), ("shown", "holds")),
        (returned(f"warning: {MESSAGE}\n"), returned(), ("shown", "holds")),
        (returned(), returned(), ("absent", "holds")),
        (raised("no such thing"), returned(), ("other", "holds")),
        (raised(MESSAGE, in_library=False), returned(), ("other", "holds")),
        ({"ended": "died", "message": "", "output": ""}, returned(), ("other", "holds")),
        (raised(MESSAGE), raised("still wrong", exception="AssertionError"), ("shown", "fails")),
        (raised(MESSAGE), returned(f"{MESSAGE}\n"), ("shown", "fails")),
    ],
)
def test_a_verdict_compares_what_happened_with_the_entry(tmp_path, breaks, fixed, expected):
    verdict = verdicts.judge(script(tmp_path, GOOD), PADDING, breaks, fixed, "stamp")
    assert (verdict.breaks, verdict.fixed) == expected


@pytest.mark.parametrize(
    ("breaks", "expected"),
    [
        (returned(), "shown"),
        (raised("", exception="AssertionError", in_library=False), "absent"),
        (raised("", exception="AssertionError", in_library=True), "other"),
        (raised("", exception="TypeError", in_library=False), "other"),
    ],
)
def test_a_silent_fault_is_shown_where_its_assertions_hold(tmp_path, breaks, expected):
    silent = script(tmp_path, "SILENT = True\n" + GOOD.replace("    tiny.", "    assert tiny.", 1))
    assert verdicts.judge(silent, PADDING, breaks, returned(), "stamp").breaks == expected


def verdict(breaks, fixed="holds"):
    return verdicts.Verdict(breaks, fixed, "", "digest", "stamp")


def test_versions_that_the_verdicts_contradict_are_named():
    entry = next(entry for entry in ENTRIES.values() if entry.applies_to.get("transformers") == ">=5.0")
    table = {entry.id: {"4.57.6": verdict("shown"), "5.0.0": verdict("absent"), "5.24.0": verdict("shown", "fails")}}
    found = verdicts.disagreements(table, [entry])
    assert len(found) == 3
    assert all(release in sentence for release, sentence in zip(["4.57.6", "5.0.0", "5.24.0"], found, strict=True))


def test_the_line_reproduced_on_names_the_releases_that_showed_the_fault_and_took_the_fix():
    row = {
        "4.40.2": verdict("absent"),
        "5.0.0": verdict("shown"),
        "5.12.1": verdict("shown", "fails"),
        "5.24.0": verdict("shown"),
    }
    assert stamps.reproduced_on(row) == "transformers 5.0.0, 5.24.0; torch 2.13.0, CPU"
    assert stamps.reproduced_on({"5.0.0": verdict("absent")}) is None


def test_applying_verdicts_changes_those_two_lines_and_nothing_else(tmp_path):
    (tmp_path / "guide").mkdir()
    path = tmp_path / PADDING.source
    original = (DATA / PADDING.source).read_text(encoding="utf-8")
    path.write_text(original, encoding="utf-8")
    table = {PADDING.id: {"5.0.0": verdict("shown")}}
    assert stamps.apply(table, tmp_path, ENTRIES) == 1
    changed = [
        new for old, new in zip(original.splitlines(), path.read_text().splitlines(), strict=True) if old != new
    ]
    assert changed == ['  on: "transformers 5.0.0; torch 2.13.0, CPU"']
    assert stamps.apply(table, tmp_path, ENTRIES) == 0


def test_a_table_survives_being_written_and_read(tmp_path):
    table = {"b": {"5.0.0": verdict("shown")}, "a": {"5.0.0": verdict("absent")}}
    verdicts.save(table, tmp_path / "v.json")
    assert verdicts.load(tmp_path / "v.json") == table


def test_the_worker_tells_what_each_half_did(tmp_path):
    path = tmp_path / "script.py"
    path.write_text(
        "import json, os\ndef breaks():\n    print('said')\n    json.loads('{')\n"
        "def fixed():\n    pass\ndef dies():\n    os._exit(3)\n"
    )
    read, write = os.pipe()
    jobs = "".join(json.dumps({"path": str(path), "half": half}) + "\n" for half in ("breaks", "fixed", "dies"))
    subprocess.run(
        [sys.executable, WORKER, str(write), "--bare"], input=jobs, text=True, pass_fds=[write], check=True
    )
    os.close(write)
    with os.fdopen(read) as replies:
        broke, mended, died = map(json.loads, replies)
    assert (broke["ended"], broke["exception"], broke["output"]) == ("raised", "JSONDecodeError", "said\n")
    assert not broke["in_library"]
    assert mended["ended"] == "returned"
    assert died["ended"] == "died"

"""A module that is imported stays old when its file is exchanged; a new process sees the new one."""

import importlib
import subprocess
import sys
from pathlib import Path

SILENT = True
FILE = Path("installed_package.py")


def _after_upgrade(ask):
    sys.path.insert(0, str(Path.cwd()))
    FILE.write_text("__version__ = '4.0'\n")
    importlib.invalidate_caches()
    importlib.import_module(FILE.stem)
    FILE.write_text("__version__ = '5.0.0'\n")
    return ask()


def breaks():
    assert _after_upgrade(lambda: importlib.import_module(FILE.stem).__version__) == "4.0"


def fixed():
    code = f"import {FILE.stem} as package; print(package.__version__)"
    fresh = [sys.executable, "-c", code]
    assert _after_upgrade(lambda: subprocess.check_output(fresh, text=True).strip()) == "5.0.0"

"""What the console commands of the installed packages are called."""

from importlib.metadata import entry_points

SILENT = True
RELEASES = ">=5"
COMMANDS = {entry.name for entry in entry_points(group="console_scripts")}


def breaks():
    assert "transformers-cli" not in COMMANDS


def fixed():
    assert {"hf", "transformers"} <= COMMANDS

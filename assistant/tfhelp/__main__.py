"""``python -m tfhelp``: the same as the console script."""

from tfhelp.cli.main import run

run()

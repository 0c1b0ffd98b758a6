"""Make the README's pictures from the real program: ``python docs/pictures/make.py``.

Each runs ``tfhelp ask`` on a pseudo-terminal of 80 columns and turns what it prints, colors included, into an SVG.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
COLUMNS, LINES = 80, 46
PICTURES = {"ask-en": "the model repeats the same sentence over and over", "ask-zh": "显存不够怎么办"}


def main() -> None:
    """Write one SVG for each question."""
    for name, question in PICTURES.items():
        console = Console(record=True, width=COLUMNS, file=Path(os.devnull).open("w", encoding="utf-8"))
        console.print(Text(f"$ tfhelp ask {question}", style="bold"))
        lines = answer(question).splitlines()
        for line in lines[:LINES]:
            console.print(Text.from_ansi(line), no_wrap=True, crop=False)
        if len(lines) > LINES:
            console.print(Text("…", style="dim"))
        console.save_svg(str(HERE / f"{name}.svg"), title="tfhelp")


def answer(question: str) -> str:
    """What the program prints on a terminal."""
    parent, child = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LANG": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "tfhelp", "ask", "--no-pager", *question.split()]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=child, env=environment):
        os.close(child)
        output = b""
        try:
            while chunk := os.read(parent, 65536):
                output += chunk
        except OSError:  # how Linux says that the other end was closed
            pass
    os.close(parent)
    return output.decode().replace("\r\n", "\n")


if __name__ == "__main__":
    main()

"""Codes and ids for the shell's completion. Imports next to nothing: the shell waits for it at each Tab."""

from __future__ import annotations

import os
import sqlite3
import sys

import tfhelp_index


def run() -> int:
    """Print the code and the id of every entry, a line each; nothing where the index cannot be read.

    Returns:
        The exit code.
    """
    folder = os.environ.get("TFHELP_INDEX") or f"{next(iter(tfhelp_index.__path__))}/data/bundle"
    try:
        connection = sqlite3.connect(f"file:{folder}/passages.sqlite?mode=ro&immutable=1", uri=True)
        rows = connection.execute("SELECT code, id FROM entries ORDER BY code").fetchall()
        connection.close()
    except sqlite3.Error:
        return 0  # a completion that prints an error destroys the line that is being typed
    sys.stdout.write("".join(f"{code}\n{name}\n" for code, name in rows))
    return 0

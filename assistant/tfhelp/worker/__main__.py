"""``python -m tfhelp.worker IDLE_SECONDS``: started by `tfhelp.models.process`, of no use to people."""

import sys

from tfhelp.worker.loop import run

if __name__ == "__main__":
    run(idle_seconds=float(sys.argv[1]) if len(sys.argv) > 1 else 600.0)

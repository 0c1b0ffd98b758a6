"""``python -m tfhelp``: the same as the console script."""

import sys

from tfhelp.cli.main import main

sys.exit(main())

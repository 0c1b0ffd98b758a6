"""Compare two bundles: the same content hash, vectors at cosine 0.999 or more; else exit code 1 and a sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from tfhelp_index.bundle import Bundle

MEAN_COSINE = 0.999
LEAST_COSINE = 0.995
"""Releases of onnxruntime differ a little in single vectors (0.9988 between 1.20 and 1.32)."""


def main() -> int:
    """Compare the bundles named on the command line."""
    first, second = (Bundle.open(Path(folder), None) for folder in sys.argv[1:3])
    if first.manifest.content != second.manifest.content:
        print(f"content differs: {first.manifest.content} and {second.manifest.content}; build the bundle again")
        return 1
    cosines = np.sum(first.dense.vectors() * second.dense.vectors(), axis=1)
    print(f"{len(cosines)} vectors, cosine mean {cosines.mean():.5f}, least {cosines.min():.5f}")
    return int(cosines.mean() < MEAN_COSINE or cosines.min() < LEAST_COSINE)


if __name__ == "__main__":
    sys.exit(main())

"""The releases of transformers against which entries are tried, and what is installed with each."""

from __future__ import annotations

from dataclasses import dataclass

PYTHON = "3.11"
TORCH = "2.13.0"
"""One torch for all: an entry that depends on torch's own release says that it was not run on others."""

SHARED = (
    "numpy", "pandas", "pyarrow", "pyarrow-hotfix", "pillow", "sentencepiece", "protobuf", "tiktoken", "psutil",
    "pyyaml", "regex", "requests", "httpx", "httpx2", "aiohttp", "tqdm", "packaging", "dill", "multiprocess",
    "xxhash", "jinja2", "filelock",
    "fsspec", "typer", "click", "rich", "scipy", "scikit-learn", "safetensors", "hf-xet", "einops", "soundfile",
)  # fmt: skip
"""Packages that all environments share, beside torch; no release of transformers forbids their newest ones."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release of transformers, with the releases of its companions from the same weeks."""

    transformers: str
    accelerate: str
    peft: str
    tokenizers: str
    huggingface_hub: str
    datasets: str

    @property
    def requirements(self) -> list[str]:
        """What pip installs into its environment, nothing else: all that these need is shared."""
        names = ("transformers", "accelerate", "peft", "tokenizers", "huggingface_hub", "datasets")
        return [f"{name}=={getattr(self, name)}" for name in names]


RELEASES = (
    # transformers, accelerate, peft, tokenizers, huggingface_hub, datasets
    Release("4.40.2", "0.30.1", "0.10.0", "0.19.1", "0.23.5", "2.21.0"),
    Release("4.46.3", "1.1.1", "0.13.2", "0.20.3", "0.26.5", "3.1.0"),
    Release("4.57.6", "1.12.0", "0.18.1", "0.22.2", "0.36.2", "4.4.2"),
    Release("5.0.0", "1.12.0", "0.18.1", "0.22.2", "1.3.4", "4.5.0"),
    Release("5.12.1", "1.14.0", "0.19.1", "0.22.2", "1.20.0", "4.8.5"),
    Release("5.24.0", "1.15.0", "0.21.2", "0.23.3", "2.4.0", "5.2.0"),
)
NEWEST = RELEASES[-1]


def named(version: str) -> Release:
    """The release of that version.

    Raises:
        KeyError: it is not in the matrix.
    """
    for release in RELEASES:
        if release.transformers == version:
            return release
    raise KeyError(version)

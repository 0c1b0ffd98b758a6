"""Time the encoder in fresh processes: ``python index/encoder/measure.py [--encoder DIR] [--rounds 9]``.

Each round starts one process for every way of loading, in turn, so that a busy machine slows them all alike. Printed
are medians: milliseconds of the parts, megabytes of peak memory, milliseconds a question of 32, 64 and 128 tokens.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

    from onnxruntime import InferenceSession

HERE = Path(__file__).parent
PACKAGED = HERE.parent / "tfhelp_index" / "data" / "encoder"
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "corpus")]
SHIPPED: dict[str, Any] = {
    "file": "model.onnx",
    "level": "ORT_DISABLE_ALL",
    "prepack": False,
    "threads": 2,
    "spin": False,
}
WAYS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "one file": {"file": "single.onnx"},
    "optimized while loading": {"level": "ORT_ENABLE_EXTENDED"},
    "prepacked": {"prepack": True},
    "one thread": {"threads": 1},
    "one thread, prepacked": {"threads": 1, "prepack": True},
    "spinning": {"spin": True},
    "no arena": {"arena": False},
}
QUESTION = (
    "query: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB 显存不足怎么办, batch size 1"
)
LENGTHS, REPEATS = (32, 64, 128), 25


def child(folder: Path, way: dict[str, Any]) -> dict[str, float]:
    """Load the encoder in the given way and time it; this is the whole life of a process."""
    marks = [time.perf_counter()]

    def mark() -> float:
        marks.append(time.perf_counter())
        return (marks[-1] - marks[-2]) * 1000

    import numpy as np
    import onnxruntime

    from tfhelp_index.unigram import UnigramTokenizer

    found = {"imports": mark()}
    session = _session(onnxruntime, folder, way)
    found["session"] = mark()
    tokenizer = UnigramTokenizer.open(folder / "vocabulary.bin")
    found["tokenizer"] = mark()
    ids = tokenizer.encode(QUESTION)[:32]
    session.run(None, {"input_ids": np.array([ids])})
    found["first"] = mark()
    found["all"] = (marks[-1] - marks[0]) * 1000
    found["MB"] = _peak_memory()
    for length in LENGTHS:
        tokens = np.array([(ids * 4)[:length]])
        times = []
        for _ in range(REPEATS):
            mark()
            session.run(None, {"input_ids": tokens})
            times.append(mark())
        found[f"warm {length}"] = statistics.median(times)
    return found


def _session(onnxruntime: ModuleType, folder: Path, way: dict[str, Any]) -> InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads, options.inter_op_num_threads = way["threads"], 1
    options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, way["level"])
    options.add_session_config_entry("session.intra_op.allow_spinning", str(int(way["spin"])))
    options.add_session_config_entry("session.disable_prepacking", str(int(not way["prepack"])))
    options.enable_cpu_mem_arena = way.get("arena", True)
    return onnxruntime.InferenceSession(str(folder / way["file"]), options, providers=["CPUExecutionProvider"])


def _peak_memory() -> float:
    # Not resource.getrusage: a child begins with its parent's peak there.
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), float("nan"))


def _prepare(encoder: Path, scratch: Path) -> None:
    """Put beside the shipped files the same model in one file."""
    import onnx

    for file in encoder.iterdir():
        (scratch / file.name).symlink_to(file.resolve())
    onnx.save(onnx.load(encoder / "model.onnx"), scratch / "single.onnx")


def main() -> None:
    """Run the processes and print one line a way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", type=Path, default=PACKAGED)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", nargs="*", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--child", type=json.loads, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(child(arguments.encoder, arguments.child)))
        return
    found: dict[str, list[dict[str, float]]] = {name: [] for name in arguments.only}
    with tempfile.TemporaryDirectory() as scratch:
        _prepare(arguments.encoder, Path(scratch))
        for _ in range(arguments.rounds):
            for name in arguments.only:
                way = json.dumps(SHIPPED | WAYS[name])
                command = [sys.executable, __file__, "--encoder", scratch, "--child", way]
                found[name].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    columns = list(next(iter(found.values()))[0])
    print(f"{'':26}" + "".join(f"{column:>10}" for column in columns))
    for name, rounds in found.items():
        print(
            f"{name:26}" + "".join(f"{statistics.median(one[column] for one in rounds):>10.1f}" for column in columns)
        )


if __name__ == "__main__":
    main()

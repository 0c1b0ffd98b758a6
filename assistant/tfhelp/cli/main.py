"""The console script: dispatch, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import os
import sys

from .terminal import forgiving, is_terminal

TYPE_CHECKING = False  # type checkers take it for true; importing typing would cost a tenth of the shortest start
if TYPE_CHECKING:
    from tfhelp.errors import ExitCode


def run() -> None:
    """The console script: `main`, then leave at once.

    Nothing is open for writing when an answer stands on the screen, and taking down numpy, faiss and onnxruntime
    piece by piece would cost a fifth of the whole time.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # closed, or its reader has gone
    os._exit(code)


def main(argv: list[str] | None = None) -> int:
    """Run tfhelp.

    Returns:
        The exit code, see `tfhelp.errors.ExitCode`.
    """
    arguments = sys.argv[1:] if argv is None else argv
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: what is said goes nowhere
            from pathlib import Path

            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (until the process ends)
        forgiving(getattr(sys, name))
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader has gone (`| head -1`). Nothing is wrong, and Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 (the last resort: no traceback reaches a user)
        return _explain(error, debug="--debug" in arguments)


def _run(arguments: list[str]) -> int:
    try:
        return int(_dispatch(arguments))
    except SystemExit as end:  # how argparse ends after help or a usage error
        return end.code if isinstance(end.code, int) else 0


def _dispatch(arguments: list[str]) -> ExitCode | int:
    if arguments == ["completion", "codes"]:  # the shell waits for it at each Tab
        from . import codes

        return codes.run()
    from .parser import build_parser
    from .words import split_words

    if not arguments and not is_terminal(sys.stdin) and sys.stdin is not None:
        arguments = ["ask", "-"]
    words: list[str] = []
    command = next((n for n, argument in enumerate(arguments) if not argument.startswith("-")), None)
    if command is not None and arguments[command] == "ask":
        options, words = split_words(arguments[command + 1 :])
        arguments = [*arguments[: command + 1], *options]
    parser = build_parser()
    parsed = parser.parse_args(arguments)
    if parsed.version:
        from . import about

        return about.version()
    if parsed.command == "ask":
        from . import ask

        return ask.run(parsed, words)
    if parsed.command is None and not is_terminal(sys.stdout):
        parser.print_help()
        return 0
    if parsed.command is None:
        parsed = parser.parse_args(["chat"])
    return _other(parsed.command, getattr(parsed, "action", ""), parsed)


def _other(command: str, action: str, parsed: object) -> ExitCode | int:
    if command == "eval":
        from . import evaluate

        return evaluate.run(parsed)  # type: ignore[arg-type]
    if command == "history":
        from . import history

        actions = {
            "": history.list_,
            "list": history.list_,
            "search": history.search,
            "show": history.show,
            "export": history.export,
            "delete": history.delete,
            "clear": history.clear,
            "repair": history.repair,
        }
        return actions[action or ""](parsed)  # type: ignore[arg-type]
    if command == "explain":
        from . import explain

        return explain.run(parsed)  # type: ignore[arg-type]
    if command == "topics":
        from . import topics

        return topics.run(parsed)  # type: ignore[arg-type]
    if command == "chat":
        from . import chat

        return chat.run(parsed)  # type: ignore[arg-type]
    if command == "corpus":
        from . import corpus

        works = {"check": corpus.check, "new": corpus.new, "preview": corpus.preview, "report": corpus.report}
        return works[action](parsed)  # type: ignore[arg-type]
    if command == "models":
        from . import models

        return models.run(parsed)  # type: ignore[arg-type]
    if command == "completion":
        from . import completion

        return completion.run(parsed)  # type: ignore[arg-type]
    from . import about, index

    if command == "paths":
        return about.paths()
    return {"build": index.build, "info": index.info, "verify": index.verify}[action](parsed)  # type: ignore[arg-type]


def _explain(error: Exception, *, debug: bool) -> int:
    """One line on stderr and the exit code of an error."""
    from tfhelp.errors import ExitCode, exit_code
    from tfhelp.reading.sanitize import sanitize
    from tfhelp_corpus.errors import TfhelpError

    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, TfhelpError):
        print(f"tfhelp: {sanitize(str(error))}", file=sys.stderr)
        return int(exit_code(error))
    detail = " ".join(sanitize(str(error)).split())[:200]
    print(
        f"tfhelp: internal error ({type(error).__name__}: {detail}). Run it again with --debug and report it.",
        file=sys.stderr,
    )
    return int(ExitCode.INTERNAL)

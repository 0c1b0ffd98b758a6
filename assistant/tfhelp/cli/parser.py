"""The argparse tree."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False  # as in terminal.py
if TYPE_CHECKING:
    from typing import Any, NoReturn

COMPLETION_EPILOG = """\
bash:        tfhelp completion bash > ~/.local/share/bash-completion/completions/tfhelp
zsh:         tfhelp completion zsh > a file _tfhelp in a folder of your $fpath
fish:        tfhelp completion fish > ~/.config/fish/completions/tfhelp.fish
PowerShell:  tfhelp completion powershell | Out-String | Invoke-Expression   (in $PROFILE)
"""

ASK_EPILOG = """\
examples:
  python train.py 2>&1 | tfhelp ask -      the failure, as it comes
  tfhelp ask                               then paste, then Ctrl-D
  tfhelp ask -f train.log                  a log of any size
  tfhelp ask CUDA out of memory            words, no quotes needed
  tfhelp ask 显存不够怎么办                Chinese in, Chinese out
  tfhelp ask --summarize loss is nan       the answer, then a summary of it

A shell executes `…` and $(…) inside double quotes: pipe or paste tracebacks instead of quoting them.
"""

EPILOG = """\
examples:
  tfhelp                                   the chat
  python train.py 2>&1 | tfhelp ask -
  tfhelp ask CUDA out of memory
  tfhelp ask 分词器 padding 报错

No network is used and nothing is sent; only the chat keeps what was said, on this machine.
Exit codes: 0 answered, 1 nothing relevant, 2 usage, 3 index, encoder or model unusable,
70 internal error, 130 interrupted.
"""


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal, 60 to 100 columns; a stated width also spares argparse an import."""
    from .terminal import columns

    return argparse.RawDescriptionHelpFormatter(prog, width=max(60, columns(sys.stdout)) if sys.stdout else 80)


class _Parser(argparse.ArgumentParser):
    """Abbreviates no option, and formats its help as we do; subcommands inherit both."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_formatter, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Say what was not understood, without what a terminal would obey."""
        from tfhelp.reading.sanitize import sanitize

        super().error(sanitize(message))


def build_parser() -> _Parser:
    """The whole command line."""
    parser = _Parser(
        prog="tfhelp", epilog=EPILOG,
        description="Help for people whose Transformers program just broke: "
        "paste the error, read what it means and what to type.",
    )  # fmt: skip
    parser.add_argument(
        "--version", action="store_true", help="program version, date of the knowledge, newest release it knows"
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an internal error")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog="tfhelp")
    _add_ask(commands)
    _add_explain(commands)
    _add_topics(commands)
    _add_chat(commands)
    _add_history(commands)
    _add_index(commands)
    _add_corpus(commands)
    _add_eval(commands)
    _add_models(commands)
    _add_completion(commands)
    commands.add_parser("paths", help="where its files are", description="Print where tfhelp's files are.")
    return parser


def _add_ask(commands: argparse._SubParsersAction[_Parser]) -> None:
    ask = commands.add_parser(
        "ask", help="answer one question or one pasted failure", epilog=ASK_EPILOG,
        usage="tfhelp ask [options] [WORDS … | -]",
        description="Answer one question. Without words, or with -, it is read from standard input.",
    )  # fmt: skip
    ask.add_argument("-f", "--file", metavar="FILE", action="append", default=[], help="read the failure from a file")
    ask.add_argument("-n", metavar="K", type=int, default=5, help="candidates to list, 1 to 50 (default 5)")
    ask.add_argument("--lang", choices=("en", "zh"), help="language of the answer (default: the asker's)")
    ask.add_argument("--env", metavar="DIR", help="virtual or conda environment whose versions count")
    ask.add_argument(
        "--not", metavar="CODE", action="append", default=[], dest="exclude", help="leave this entry out: tried that"
    )
    _add_index_option(ask)
    ask.add_argument("--json", action="store_true", help="one JSON object, schema 1")
    ask.add_argument(
        "--batch",
        metavar="FILE",
        help="one question a line (JSON string or object), one JSON object a line; - is stdin",
    )
    ask.add_argument("--plain", action="store_true", help="one fact a line, no layout")
    ask.add_argument("--why", action="store_true", help="explain the ranking on stderr")
    ask.add_argument("--copy", action="store_true", help="put the first command of the fix on the clipboard")
    ask.add_argument("--no-pager", action="store_true", help="never page")
    ask.add_argument(
        "--summarize", action="store_true", help="a summary behind the answer, every sentence of it from an entry"
    )
    ask.add_argument(
        "--model",
        metavar="PATH",
        help="local model that writes the summary: a folder, a .gguf file, a name that 'tfhelp models' lists",
    )
    ask.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _add_explain(commands: argparse._SubParsersAction[_Parser]) -> None:
    explain = commands.add_parser(
        "explain", help="read one entry, by its code, its id or an exception's name",
        description="Read one entry: tfhelp explain TF0042, or by its id, or by the exception that it is about.",
    )  # fmt: skip
    explain.add_argument("name", metavar="NAME", nargs="*", help="code, id or exception")
    explain.add_argument("--lang", choices=("en", "zh"), help="language of the entry (default: your locale's)")
    explain.add_argument("--env", metavar="DIR", help="virtual or conda environment whose versions count")
    explain.add_argument("--json", action="store_true", help="one JSON object, schema 1, as of 'ask'")
    explain.add_argument("--plain", action="store_true", help="one fact a line, no layout")
    explain.add_argument("--no-pager", action="store_true", help="never page")
    _add_index_option(explain)


def _add_topics(commands: argparse._SubParsersAction[_Parser]) -> None:
    topics = commands.add_parser(
        "topics", help="what there is to read, by category",
        description="The categories, or the entries of one of them.",
    )  # fmt: skip
    topics.add_argument("category", metavar="CATEGORY", nargs="?", help="list the entries of this category")
    topics.add_argument("--lang", choices=("en", "zh"), help="language of the titles (default: your locale's)")
    topics.add_argument("--json", action="store_true", help="the entries as a JSON list")
    _add_index_option(topics)


def _add_index_option(parser: _Parser) -> None:
    parser.add_argument("--index", metavar="DIR", help="this index instead of the packaged one (or set TFHELP_INDEX)")


def _add_chat(commands: argparse._SubParsersAction[_Parser]) -> None:
    chat = commands.add_parser(
        "chat", help="the terminal chat; also what 'tfhelp' alone starts",
        description="A conversation: paste errors, ask, follow up. Kept on this machine only, unless --private.",
    )  # fmt: skip
    chat.add_argument("--plain", action="store_true", help="line by line, nothing is drawn: screen readers, logs")
    chat.add_argument("--lang", choices=("en", "zh"), help="language of the interface and of the answers")
    chat.add_argument("--private", action="store_true", help="keep nothing of this conversation")
    chat.add_argument(
        "--resume",
        metavar="ID",
        nargs="?",
        const="latest",
        help="go on with a stored conversation (default: the last)",
    )
    chat.add_argument("--env", metavar="DIR", help="virtual or conda environment whose versions count")
    chat.add_argument("--model", metavar="PATH", help="begin with summaries on, written by this local model")
    _add_index_option(chat)


def _add_history(commands: argparse._SubParsersAction[_Parser]) -> None:
    text = "conversations that the chat has kept on this machine"
    history = commands.add_parser("history", help=text, description=text.capitalize() + ".")
    history.set_defaults(limit=100)
    actions = history.add_subparsers(dest="action", metavar="ACTION", prog="tfhelp history")
    for name, told in (
        ("list", "all of them, the newest first (also without an action)"),
        ("search", "those in which words occur"),
        ("show", "the questions of one"),
        ("export", "one as Markdown, JSON or a GitHub issue"),
        ("delete", "delete one"),
        ("clear", "delete all"),
        ("repair", "put a damaged file aside and begin anew; nothing is deleted"),
    ):
        action = actions.add_parser(name, help=told, description=told[0].upper() + told[1:] + ".")
        if name in ("list", "search"):
            action.add_argument("-n", dest="limit", metavar="K", type=int, default=100, help="at most (default 100)")
        if name == "search":
            action.add_argument("words", metavar="WORD", nargs="+")
        if name in ("show", "export", "delete"):
            action.add_argument("id", metavar="ID", help="id of the conversation, or its beginning")
        if name == "export":
            action.add_argument("--format", choices=("markdown", "json", "issue"), default="markdown")
            action.add_argument("--env", metavar="DIR", help="environment whose versions go into the issue")
        if name == "clear":
            action.add_argument("--yes", action="store_true", help="do not ask")


def _add_index(commands: argparse._SubParsersAction[_Parser]) -> None:
    from .index_options import add_torch_options

    index = commands.add_parser("index", help="build, describe or verify an index")
    actions = index.add_subparsers(dest="action", metavar="ACTION", required=True, prog="tfhelp index")
    build = actions.add_parser("build", help="build an index from a guide and issue snippets")
    build.add_argument(
        "--corpus",
        metavar="DIR",
        help="folder of entries, Markdown pages, issue dumps (default: the packaged knowledge)",
    )
    build.add_argument(
        "--out", metavar="DIR", default="tfhelp-index", help="folder to write (default: ./tfhelp-index)"
    )
    build.add_argument("--name", help="what answers give as their source (default: the name of --out)")
    add_torch_options(build)
    for name, text in (
        ("info", "what an index holds"),
        ("verify", "compare every file of an index and of the encoder with its hash"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("folder", nargs="?", metavar="DIR", help="the index (default: the packaged one)")
        if name == "info":
            action.add_argument("--json", action="store_true", help="the manifest as JSON")


def _add_eval(commands: argparse._SubParsersAction[_Parser]) -> None:
    text = "measure it on questions whose answers are known"
    evaluate = commands.add_parser(
        "eval", help=text, description=f"{text.capitalize()}: where the right entry stands, what each way of "
        "searching is worth, how often an answer is wrong, how well confidence is calibrated, how long it takes.",
    )  # fmt: skip
    evaluate.add_argument(
        "--split", choices=("tune", "dev", "test", "all"), default="test",
        help="which of tfhelp's own questions; nothing was tuned on 'test' (default)",
    )  # fmt: skip
    evaluate.add_argument("--questions", metavar="FILE", help="your own questions, a JSON object a line")
    where = evaluate.add_mutually_exclusive_group()
    where.add_argument("--index", metavar="DIR", help="ask this index instead of the packaged one")
    where.add_argument("--corpus", metavar="DIR", help="build an index of this corpus for the time being, and ask it")
    evaluate.add_argument("--json", action="store_true", help="the figures as one JSON object")
    evaluate.add_argument("--svg", metavar="FILE", help="write the reliability diagram")
    evaluate.add_argument("--misses", action="store_true", help="list what went wrong (not of the test split)")


def _add_corpus(commands: argparse._SubParsersAction[_Parser]) -> None:
    corpus = commands.add_parser("corpus", help="work on the knowledge")
    actions = corpus.add_subparsers(dest="action", metavar="ACTION", required=True, prog="tfhelp corpus")
    check = actions.add_parser("check", help="name every fault of a folder of entries")
    check.add_argument("folder", nargs="?", metavar="DIR", help="the corpus (default: the packaged knowledge)")
    new = actions.add_parser("new", help="write the template of an entry, with the next free code")
    new.add_argument("id", metavar="ID", help="lower-case words joined by hyphens; becomes the file's name")
    new.add_argument("--kind", choices=("guide", "issue"), default="guide", help="default: guide")
    new.add_argument("--category", metavar="CATEGORY", required=True, help="one that tfhelp topics lists")
    new.add_argument("--folder", metavar="DIR", help="the corpus (default: that of this checkout)")
    preview = actions.add_parser("preview", help="show an entry's file as an answer would show it")
    preview.add_argument("file", metavar="FILE")
    preview.add_argument("--lang", choices=("en", "zh"), help="only this language (default: both)")
    text = "print a report that an entry is wrong, to be posted by hand; nothing is sent"
    report = actions.add_parser("report", help=text, description=f"{text[0].upper()}{text[1:]}.")
    report.add_argument("name", metavar="CODE", help="code or id of the entry")
    report.add_argument(
        "-f", "--file", metavar="FILE", action="append", default=[], help="what your program printed (or pipe it in)"
    )
    report.add_argument("--env", metavar="DIR", help="virtual or conda environment whose versions count")
    _add_index_option(report)


def _add_models(commands: argparse._SubParsersAction[_Parser]) -> None:
    text = "local models that could write summaries here"
    models = commands.add_parser(
        "models", help=text, description=f"{text.capitalize()}: those of the Hugging Face cache, of the folders in "
        "your settings, and of FOLDER. None is loaded, none is downloaded.",
    )  # fmt: skip
    models.add_argument("folders", metavar="FOLDER", nargs="*", help="look here as well, and below")
    models.add_argument("--lang", choices=("en", "zh"), help="language of the list (default: your locale's)")
    models.add_argument("--json", action="store_true", help="the models as a JSON list")


def _add_completion(commands: argparse._SubParsersAction[_Parser]) -> None:
    completion = commands.add_parser(
        "completion", help="completion of commands and codes, for your shell",
        description="Print what makes your shell complete commands, options and codes.", epilog=COMPLETION_EPILOG,
    )  # fmt: skip
    completion.add_argument("shell", choices=("bash", "zsh", "fish", "powershell", "tcsh"), help="your shell")

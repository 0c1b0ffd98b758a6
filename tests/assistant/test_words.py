import pytest

from tfhelp.cli.words import FLAGS, VALUED, split_words


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        ([], [], []),
        (["CUDA", "out", "of", "memory"], [], ["CUDA", "out", "of", "memory"]),
        (["--fp16", "overflows"], [], ["--fp16", "overflows"]),
        (["why", "-x", "--json"], ["--json"], ["why", "-x"]),
        (["-n", "3", "why"], ["-n", "3"], ["why"]),
        (["--lang=zh", "why"], ["--lang=zh"], ["why"]),
        (["--fp16=true", "overflows"], [], ["--fp16=true", "overflows"]),
        (["--", "--json", "-n", "3"], [], ["--json", "-n", "3"]),
        (["-", "--plain"], ["--plain"], ["-"]),
        (["-n"], ["-n"], []),
        (["--not", "TF0003", "--not", "TF0004", "x"], ["--not", "TF0003", "--not", "TF0004"], ["x"]),
        (["-f", "--odd-name.log"], ["-f", "--odd-name.log"], []),
    ],
)
def test_options_are_told_from_words(arguments, options, words):
    assert split_words(arguments) == (options, words)


def test_every_option_of_the_parser_is_known_here():
    from tfhelp.cli.parser import build_parser

    ask = build_parser()._subparsers._group_actions[0].choices["ask"]
    names = {name: action.nargs != 0 for action in ask._actions for name in action.option_strings}
    assert {name for name, valued in names.items() if valued} == VALUED
    assert {name for name, valued in names.items() if not valued} == FLAGS

"""Chains, groups and remote tracebacks, printed by Python itself, and which error of them stands first."""

import concurrent.futures
import io
import traceback

import pytest
from rich.console import Console
from rich.traceback import Traceback

from tfhelp.reading.question import read_question

FRAME = '  File "/ai/train.py", line 7, in main\n    run()\n'
HEAD = "Traceback (most recent call last):\n"
DURING = "\nDuring handling of the above exception, another exception occurred:\n\n"
CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"


def raised(work):
    """What Python prints for what ``work`` raises."""
    with pytest.raises(BaseException) as caught:
        work()
    return "".join(traceback.format_exception(caught.value))


def errors(text):
    return [(error.exception, error.message) for error in read_question(text).errors]


def test_the_outermost_error_stands_second_before_those_between():
    def work():
        try:
            try:
                try:
                    raise TimeoutError("the name cannot be resolved")
                except TimeoutError:
                    raise ConnectionError("max retries exceeded")  # noqa: B904
            except ConnectionError as error:
                raise LookupError("cannot find it in the cache") from error
        except LookupError as error:
            raise OSError("We couldn't connect to 'https://huggingface.co'") from error

    assert [name for name, _ in errors(raised(work))] == ["TimeoutError", "OSError", "LookupError", "ConnectionError"]


def test_a_long_chain_keeps_root_and_outermost():
    text = CAUSE.join(f"{HEAD}{FRAME}E{number}Error: level {number}\n" for number in range(12))
    assert [name for name, _ in errors(text)[:2]] == ["E0Error", "E11Error"]


def test_roles_tell_the_root_from_what_wraps_it():
    query = read_question(f"{HEAD}{FRAME}KeyError: 'qwen3'\n{DURING}{HEAD}{FRAME}ValueError: not recognized\n")
    assert [error.role for error in query.errors] == ["root", "wrapper"]


def test_a_failure_in_cleaning_up_stands_last():
    def work():
        class Session:
            def __enter__(self):
                return self

            def __exit__(self, *_):
                raise RuntimeError("cannot close")

        with Session():
            raise ValueError("Asking to pad")

    found = errors(raised(work) + CAUSE + f"{HEAD}{FRAME}OSError: gave up\n")
    assert [name for name, _ in found] == ["ValueError", "OSError", "RuntimeError"]


def test_an_ignored_exception_at_the_end_does_not_outrank_what_failed():
    ignored = f"Exception ignored in: <function A.__del__ at 0x7f>\n{HEAD}{FRAME}AttributeError: 'A' has no 'x'\n"
    assert errors(f"{HEAD}{FRAME}ValueError: real\n{ignored}")[0] == ("ValueError", "real")


def test_members_of_nested_groups_stand_before_the_groups():
    def work():
        raise ExceptionGroup("outer", [ExceptionGroup("inner", [ValueError("first")]), KeyError("second")])

    found = errors(raised(work))
    assert found[:2] == [("ValueError", "first"), ("KeyError", "'second'")]
    assert [name for name, _ in found[2:]] == ["ExceptionGroup"] * 2


def test_a_remote_traceback_is_read_once():
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        text = raised(pool.submit(int, "x").result)
    assert errors(text)[0] == ("ValueError", "invalid literal for int() with base 10: 'x'")
    assert [name for name, _ in errors(text)].count("ValueError") == 1


def test_the_error_inside_a_worker_stands_before_its_report():
    text = (
        f"{HEAD}{FRAME}ValueError: Caught ValueError in DataLoader worker process 0.\n"
        f"Original {HEAD}{FRAME}ValueError: Asking to pad\n"
    )
    assert errors(text)[0] == ("ValueError", "Asking to pad")


def test_what_spawn_reports_is_followed_to_its_process():
    text = (
        f"{HEAD}{FRAME}torch.multiprocessing.spawn.ProcessRaisedException: \n\n"
        f"-- Process 1 terminated with the following error:\n{HEAD}{FRAME}ValueError: Asking to pad\n"
    )
    assert errors(text)[0] == ("ValueError", "Asking to pad")


def test_the_error_of_a_ray_task_is_found_inside_its_report():
    text = (
        f"{HEAD}{FRAME}ray.exceptions.RayTaskError(ValueError): ray::f() (pid=7)\n{FRAME}ValueError: Asking to pad\n"
    )
    assert errors(text)[0] == ("ValueError", "Asking to pad")


@pytest.mark.parametrize("locals_shown", [False, True])
@pytest.mark.parametrize("width", [80, 100])
def test_boxes_of_rich_are_read(locals_shown, width):
    output = io.StringIO()
    message = "Asking to pad but the tokenizer does not have a padding token. Please select a token to use as it."
    try:
        config = {"RuntimeError: not this": 1}
        raise ValueError(message + str(config)[:0])
    except ValueError as error:
        box = Traceback.from_exception(type(error), error, error.__traceback__, show_locals=locals_shown)
        Console(file=output, width=width, no_color=True).print(box)
    query = read_question(output.getvalue())
    assert (query.errors[0].exception, query.errors[0].message) == ("ValueError", message)
    assert len(query.errors) == 1
    assert any("raise ValueError(message" in frame for frame in query.frames)
    assert query.words == ""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("jinja2.exceptions.TemplateSyntaxError: bad", "TemplateSyntaxError"),
        ("queue.Empty", "Empty"),
        ("torch._dynamo.exc.Unsupported: call", "Unsupported"),
        ("httpx.ReadTimeout: timed out", "ReadTimeout"),
        ("zipfile.BadZipFile: File is not a zip file", "BadZipFile"),
        ("ValueError：坏", "ValueError"),
        ("_pickle.UnpicklingError: invalid load key, 'v'.", "UnpicklingError"),
    ],
)
def test_the_line_after_a_stack_is_the_error_whatever_its_name(line, name):
    assert errors(HEAD + FRAME + line + "\n")[0][0] == name

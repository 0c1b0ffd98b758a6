"""From an answer to a summary by a model: what is told on the way, and every way in which it can end."""

import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tfhelp.models import installed
from tfhelp.models.errors import ModelError
from tfhelp.models.protocol import Notice, Progress
from tfhelp.summaries.summarizer import Shown, Withheld
from tfhelp.summaries.writing import Remark, Working, Writing, choose_model, support_encoder
from tfhelp_index.errors import EncoderUnavailable

TRUE, FALSE = "A batch needs one length. ", "Set CUDA_VISIBLE_DEVICES to 7. "
MODEL = SimpleNamespace(path=Path("tiny.gguf"), name="tiny")


@pytest.fixture
def write(make_answer, fake_model):
    """Write a summary of the answer by hand with a model that takes the given steps."""

    def start(*steps, language="en", front=None):
        process = fake_model(*steps)
        writing = Writing(make_answer(language), MODEL, process, lambda: None, front)
        told = []
        return SimpleNamespace(
            process=process, told=told, cancel=writing.cancel, run=lambda: writing.run(told.append)
        )

    return start


def shown(told):
    return [event.text for event in told if isinstance(event, Shown)]


def test_sentences_that_an_entry_bears_out_are_told_and_the_others_only_counted(write):
    work = write(TRUE[:9], TRUE[9:] + FALSE)
    written = work.run()
    assert shown(work.told) == ["A batch needs one length. [1]"]
    assert [event for event in work.told if isinstance(event, Withheld)]
    assert (written.summary.by, written.summary.withheld) == ("tiny", 1)
    assert "CUDA_VISIBLE_DEVICES" not in written.summary.text
    assert "1 sentence withheld" in written.summary.note


def test_the_figures_are_the_process_s_own(write):
    written = write(TRUE).run()
    assert written.figures("en") == "tiny · 12.3 tokens/s · first word after 0.5 s"
    assert written.figures("zh") == "tiny · 12.3 token/s · 0.5 秒后出首字"


def test_a_model_that_never_ends_is_left_when_the_summary_is_full_and_the_figures_are_measured(write):
    never = threading.Event()
    nothing = "This sentence says something about penguins in number {}. "
    work = write(Progress("prefill", 64, 900), *(nothing.format(n) for n in range(20)), never)
    written = work.run()
    assert work.process.cancelled.is_set()
    assert written.summary.by == "extractive"
    assert written.first_token_seconds is not None
    assert written.tokens_per_second is not None
    never.set()


def test_the_model_gets_the_question_and_the_entry_and_its_path(write):
    work = write(TRUE)
    work.run()
    (request,) = work.process.requests
    assert request.model == "tiny.gguf"
    assert [role for role, _ in request.messages] == ["system", "user"]
    assert "Asking to pad" in request.messages[1][1]
    assert "The tokenizer has no padding token" in request.messages[1][1]


def test_progress_is_told_in_the_language_of_the_front(write):
    steps = (Progress("convert", 1, 4), Progress("load", 1, 2), Progress("prefill", 128, 900), TRUE)
    work = write(*steps, language="en", front="zh")
    work.run()
    said = [event.text for event in work.told if isinstance(event, Working)]
    expected = "正在启动 tiny|正在转换 tiny，25%|正在加载 tiny，50%|正在读取提示词 128/900|正在生成"
    assert said == expected.split("|")


def test_what_was_cut_is_said_and_stands_in_the_note(write):
    loading = Notice("loading", {"model": "tiny", "device": "cpu", "dtype": "fp32"})
    work = write(loading, Notice("context_cut", {"kept": "500", "total": "900"}), TRUE)
    written = work.run()
    assert Working("Loading tiny on cpu (fp32)") in work.told
    (remark,) = [event for event in work.told if isinstance(event, Remark)]
    assert "from 900 to 500 tokens" in remark.text
    assert remark.text in written.summary.note


@pytest.mark.parametrize("code", ["died_killed", "stuck", "no_memory", "weights_short"])
def test_a_process_that_fails_says_why_in_the_language_of_the_front_and_keeps_what_was_told(write, code):
    values = {"log": "L", "seconds": "20", "model": "tiny", "needed": "9 GB", "free": "1 GB", "device": "cpu"}
    work = write(
        TRUE + "A ", ModelError(code, "en", **values, file="w", have="1", want="2"), language="en", front="zh"
    )
    with pytest.raises(ModelError) as caught:
        work.run()
    assert caught.value.code == code
    assert any(ord(letter) > 0x2E80 for letter in str(caught.value))
    assert shown(work.told) == ["A batch needs one length. [1]"]


def test_a_cancel_ends_a_wait_at_once_and_nothing_is_told_any_more(write):
    never = threading.Event()
    work = write(TRUE + "A ", never)
    caught = []

    def run():
        try:
            work.run()
        except ModelError as error:
            caught.append(error.code)

    thread = threading.Thread(target=run)
    thread.start()
    end = time.monotonic() + 10
    while not shown(work.told) and time.monotonic() < end:
        time.sleep(0.005)
    begin = time.monotonic()
    work.cancel()
    thread.join(10)
    assert time.monotonic() - begin < 1
    assert (caught, work.process.cancelled.is_set()) == (["cancelled"], True)
    never.set()


def test_a_cancel_before_the_beginning_counts(write):
    work = write(threading.Event(), TRUE)
    work.cancel()
    with pytest.raises(ModelError) as caught:
        work.run()
    assert caught.value.code == "cancelled"
    assert shown(work.told) == []


def test_a_model_that_does_not_exist_is_named_in_the_language(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="没有模型 nobody/none"):
        choose_model("nobody/none", (), "zh")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "~no-such-user-here/model"])
def test_a_name_that_no_file_can_have_is_no_traceback(name):
    with pytest.raises(ModelError):
        choose_model(name, (), "en")


def test_pickle_weights_are_refused_before_anything_is_started(tmp_path):
    (tmp_path / "m.bin").write_bytes(b"\x80\x04")
    with pytest.raises(ModelError) as caught:
        choose_model(str(tmp_path / "m.bin"), (), "en")
    assert caught.value.code == "pickle_only"


def test_without_the_extra_the_error_says_what_to_install(monkeypatch):
    from tfhelp.models import discover

    monkeypatch.setattr(discover, "examine", lambda *_: SimpleNamespace(kind="gguf"))
    monkeypatch.setattr(installed, "missing", lambda _: ("torch",))
    with pytest.raises(ModelError, match=r"pip install|uv tool|pipx") as caught:
        choose_model(__file__, (), "en")
    assert caught.value.code == "missing_extra"


def test_without_an_encoder_the_words_alone_decide():
    class Broken:
        @property
        def encoder(self):
            raise EncoderUnavailable("broken")

    searcher = Broken()
    searcher.bundle = SimpleNamespace(manifest=SimpleNamespace(origin=None))
    assert support_encoder(SimpleNamespace(searcher=searcher)) is None

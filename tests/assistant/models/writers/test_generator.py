"""Writing with a small random model: what goes out, what is kept, what is refused, how soon a cancel is heard."""

import json
import threading
import time

import pytest
from model_files import TEMPLATE

from tfhelp.models.protocol import Generate, Notice, Piece, Progress

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from tfhelp.worker import answering, copying, generator  # noqa: E402
from tfhelp.worker.devices import Hardware  # noqa: E402
from tfhelp.worker.jobs import Job, JobCancelled, JobFailed  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

GUARDED = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system role') }}{% endif %}" + TEMPLATE
ASKED = (("system", "Answer briefly."), ("user", "Why is memory full?"))


@pytest.fixture(autouse=True)
def fresh():
    generator.release()
    torch.set_num_threads(1)
    yield
    generator.release()


class Heard:
    """A job that writes down what was sent."""

    def __init__(self):
        self.messages = []
        self.job = Job(1, lambda frame: self.messages.append(frame.message))

    @property
    def text(self):
        return "".join(message.text for message in self.messages if isinstance(message, Piece))

    @property
    def notices(self):
        return {message.code: message.values for message in self.messages if isinstance(message, Notice)}


def ask(folder, messages=ASKED, heard=None, **options):
    heard = heard or Heard()
    return generator.generate(Generate(str(folder), messages, **options), heard.job), heard


def refused(folder, **options):
    with pytest.raises(JobFailed) as failed:
        ask(folder, **options)
    return failed.value


def test_a_text_is_streamed_and_figures_are_told(make):
    figures, heard = ask(make(), max_tokens=20)
    assert heard.text
    assert 0 < figures["tokens"] <= 20
    assert figures["prompt_tokens"] == len("[system] Answer briefly. [user] Why is memory full? [answer] ")
    assert (figures["device"], figures["dtype"]) == ("cpu", "fp32")
    assert figures["tokens_per_second"] > 0
    assert figures["load_seconds"] > 0
    steps = [message.done for message in heard.messages if isinstance(message, Progress)]
    assert steps == sorted(steps)
    assert steps[-1] == figures["prompt_tokens"]


@pytest.mark.parametrize("kind", ["llama", "gpt2"])
def test_reading_in_pieces_gives_what_reading_at_once_gives(make, words, kind, monkeypatch):
    folder, chosen, real = make(kind=kind), [], answering.choose_token
    monkeypatch.setattr(answering, "choose_token", lambda *given: chosen.append(real(*given)) or chosen[-1])
    ask(folder, max_tokens=12)
    model = transformers.AutoModelForCausalLM.from_pretrained(folder).eval()
    ids = words("[system] Answer briefly. [user] Why is memory full? [answer] ")["input_ids"]
    written = []
    for _ in chosen:
        with torch.no_grad():
            logits = model(torch.tensor([ids + written])).logits[0, -1].clone()
        for token in set(written):
            logits[token] = logits[token] / 1.1 if logits[token] > 0 else logits[token] * 1.1
        written.append(int(logits.argmax()))
    assert written == chosen


def test_the_same_model_is_kept_and_another_one_takes_its_place(make):
    one, two = make(), make(layers=3)
    assert ask(one, max_tokens=2)[0]["load_seconds"] > 0
    assert ask(one, max_tokens=2)[0]["load_seconds"] == 0
    assert ask(two, max_tokens=2)[0]["load_seconds"] > 0
    assert ask(one, max_tokens=2)[0]["load_seconds"] > 0


def test_a_model_without_a_template_is_said_to_have_none(make):
    figures, heard = ask(make(template=None), max_tokens=5)
    assert figures["prompt_tokens"] == len("Answer briefly.\n\n### Question:\nWhy is memory full?\n\n### Answer:\n")
    assert "no_template" in heard.notices


def test_a_template_without_a_system_role_still_hears_the_instructions(make):
    figures, _ = ask(make(template=GUARDED), max_tokens=2)
    assert figures["prompt_tokens"] == len("[user] Answer briefly.\n\nWhy is memory full? [answer] ")


def test_a_long_prompt_is_cut_and_says_so(make):
    text = "This is one sentence. " * 100 + "\n\nWhat is it?"
    figures, heard = ask(make(context=300), (("user", text),), max_tokens=50)
    assert figures["prompt_tokens"] <= 250
    assert heard.notices["context_cut"] == {
        "kept": str(figures["prompt_tokens"]),
        "total": str(len(f"[user] {text} [answer] ")),
    }


def test_a_question_that_does_not_fit_is_refused(make):
    said = refused(make(context=128), messages=(("system", "x" * 500), ("user", "Why?")))
    assert said.code == "prompt_too_long"


def test_a_model_with_less_context_than_tokens_asked_for_writes_less(make):
    figures, _ = ask(make(context=64), (("user", "Hi"),), max_tokens=1000)
    assert figures["tokens"] <= 32


def test_its_end_token_ends_it(make):
    folder = make()
    written = ask(folder, max_tokens=30)[0]["tokens"]
    settings = json.loads((folder / "generation_config.json").read_text())
    (folder / "generation_config.json").write_text(json.dumps(settings | {"eos_token_id": list(range(257))}))
    generator.release()
    figures, heard = ask(folder, max_tokens=30)
    assert written > 0
    assert (figures["tokens"], heard.text) == (0, "")


def test_a_cancel_during_reading_is_heard_at_once(make):
    folder = make(context=4096, layers=8)
    ask(folder, max_tokens=1)
    heard = Heard()
    asked = []

    def cancel():
        asked.append(time.perf_counter())
        heard.job.cancel()

    text = (("user", "word " * 700),)
    threading.Timer(0.05, cancel).start()
    with pytest.raises(JobCancelled):
        while True:
            ask(folder, text, heard, max_tokens=1)
    assert time.perf_counter() - asked[0] < 0.3
    assert ask(folder, max_tokens=2)[0]["tokens"] > 0


def test_a_cancel_during_writing_is_heard_before_the_next_token(make):
    folder, heard = make(), Heard()
    send = heard.job._send

    def stop_at_the_third(frame):
        send(frame)
        if sum(isinstance(message, Piece) for message in heard.messages) == 3:
            heard.job.cancel()

    heard.job._send = stop_at_the_third
    with pytest.raises(JobCancelled):
        ask(folder, heard=heard, max_tokens=200)
    assert sum(isinstance(message, Piece) for message in heard.messages) == 3


def test_a_model_that_was_being_loaded_when_it_was_cancelled_is_loaded_only_once(make, monkeypatch):
    folder, heard, loads, real = make(), Heard(), [], generator.weights.load

    def load(*given):
        loads.append(given)
        heard.job.cancel()
        return real(*given)

    monkeypatch.setattr(generator.weights, "load", load)
    with pytest.raises(JobCancelled):
        ask(folder, heard=heard)
    monkeypatch.setattr(generator, "place", lambda *_: pytest.fail("memory was compared with the model in it"))
    assert ask(folder, max_tokens=2)[0]["tokens"] > 0
    assert len(loads) == 1


def test_too_little_memory_is_refused_before_loading(make, monkeypatch):
    monkeypatch.setattr(generator.devices, "describe", lambda: Hardware(free=100_000_000))
    monkeypatch.setattr(generator.weights, "load", lambda *_: pytest.fail("it was loaded"))
    said = refused(make())
    assert said.code == "no_memory"
    assert said.values["free"] == "100 MB"


def test_memory_that_is_full_while_writing_gives_the_model_back(make, monkeypatch):
    folder = make()
    ask(folder, max_tokens=1)

    def full(*_):
        raise torch.OutOfMemoryError("CUDA out of memory")

    with monkeypatch.context() as patch:
        patch.setattr(generator, "forward", full)
        assert refused(folder).code == "memory_full"
    assert generator._held == []
    assert ask(folder, max_tokens=1)[0]["load_seconds"] > 0


def test_memory_that_is_full_while_loading_is_said_with_the_need(make, monkeypatch):
    def full(*_, **__):
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(transformers.AutoModelForCausalLM, "from_pretrained", full)
    assert refused(make()).code == "no_memory_after_all"


def test_damaged_weights_are_refused(make):
    folder = make()
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-50])
    assert refused(folder).code == "weights_short"


def test_weights_that_lack_a_tensor_are_not_made_up(make):
    from safetensors.torch import load_file, save_file

    folder = make()
    tensors = load_file(folder / "model.safetensors")
    del tensors["model.layers.1.mlp.up_proj.weight"]
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    said = refused(folder)
    assert (said.code, said.values["file"]) == ("weights_missing", "model.layers.1.mlp.up_proj.weight")


def test_an_architecture_that_nobody_knows_is_named(make):
    folder = make()
    config = json.loads((folder / "config.json").read_text())
    changed = {"model_type": "brandnew", "architectures": ["BrandnewForCausalLM"]}
    (folder / "config.json").write_text(json.dumps(config | changed))
    said = refused(folder)
    assert (said.code, said.values["architecture"]) == ("unknown_architecture", "BrandnewForCausalLM")
    assert said.values["version"] == transformers.__version__


def test_a_tokenizer_of_another_model_is_noticed(make):
    assert refused(make(rows=60)).code == "tokenizer_mismatch"


def test_a_tokenizer_that_is_broken_is_a_sentence(make):
    folder = make()
    (folder / "tokenizer.json").write_text("{}")
    assert refused(folder).code == "load_failed"


def test_pickle_and_code_of_its_own_are_refused(make):
    folder = make()
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert refused(folder).code == "pickle_only"
    folder = make()
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"auto_map": {"AutoModelForCausalLM": "evil.Evil"}}))
    (folder / "evil.py").write_text("raise SystemExit('it ran')")
    assert refused(folder).code == "remote_code"


def test_what_is_not_there_is_said(tmp_path):
    assert refused(tmp_path / "nothing").code == "no_model"


def test_a_device_that_is_not_there_is_said(make):
    assert refused(make(), device="cuda:7").code == "no_device"


def test_bf16_on_the_processor_writes_too(make):
    figures, _ = ask(make(), max_tokens=3, dtype="bf16")
    assert figures["dtype"] == "bf16"


PHRASES = ("Memory is full because the batch is large.", "Answer with a smaller batch.")


@pytest.mark.parametrize("kind", ["llama", "gpt2"])
def test_sentences_that_were_given_are_copied_in_fewer_steps(make, kind):
    figures, heard = ask(make(kind=kind), max_tokens=60, phrases=PHRASES)
    assert any(phrase in heard.text for phrase in PHRASES)
    assert figures["steps"] < figures["tokens"] / 2


@pytest.mark.parametrize("kind", ["llama", "gpt2"])
def test_wrong_guesses_change_no_word(make, kind, monkeypatch):
    folder, cut = make(kind=kind), []
    guess, crop = copying.Copying.guess, transformers.DynamicCache.crop
    monkeypatch.setattr(copying.Copying, "guess", lambda self: [*guess(self)[:2], 7, *guess(self)[3:]])
    monkeypatch.setattr(transformers.DynamicCache, "crop", lambda self, count: cut.append(count) or crop(self, count))
    guessed, quick = ask(folder, max_tokens=60, phrases=PHRASES)
    monkeypatch.setattr(copying.Copying, "guess", lambda self: [])
    alone, slow = ask(folder, max_tokens=60, phrases=PHRASES)
    assert cut
    assert quick.text == slow.text
    assert guessed["tokens"] == alone["tokens"] > guessed["steps"]


def test_a_cache_that_forgets_is_never_cut(make):
    figures, heard = ask(make(kind="mistral", sliding_window=16), max_tokens=40, phrases=PHRASES)
    assert heard.text
    assert figures["steps"] >= figures["tokens"] - 1

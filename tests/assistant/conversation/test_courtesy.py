"""Thanks and greetings ask nothing: they are told from everything that does."""

import pytest

from tfhelp.conversation.courtesy import MAX_CHARS, courtesy

THANKS = [
    "thanks", "Thanks!", "thank you", "Thank you so much!!", "ok thanks", "great, thanks a lot", "thx", "cheers",
    "that worked, thanks", "Thanks for the help.", "it works now", "it works now, thank you :)", "solved!",
    "谢谢", "谢谢！", "谢谢你", "多谢", "非常感谢", "好的，谢谢", "解决了，谢谢！", "搞定了", "问题解决了，感谢", "謝謝",
]  # fmt: skip
GREETINGS = ["hi", "Hello", "hello there!", "hey", "good morning", "你好", "您好！", "嗨", "hi, 你好", "ok, hello"]
QUESTIONS = [
    "thanks, now I get KeyError: 'labels'", "thanks but it still fails", "it works?", "谢谢，还是不行", "谢谢，不过又报错了",
    "hello, how do I load a model offline", "没解决了", "没有解决", "不好", "ok", "好", "not solved", "nothing works",
    "that did not work, thanks", "TF0001", "CUDA out of memory", "你好，显存不够怎么办", "hi CUDA", "thank you CUDA",
    "HelloForCausalLM", "thanksgiving", "it works on CPU", "这样解决了吗", "", "   ", "!!!", "tyre", "的", "解决不了",
    "怎么解决", "不行", "可以吗",
]  # fmt: skip


@pytest.mark.parametrize("text", THANKS)
def test_thanks_are_thanks(text):
    assert courtesy(text) == "thanks"


@pytest.mark.parametrize("text", GREETINGS)
def test_greetings_are_greetings(text):
    assert courtesy(text) == "greeting"


@pytest.mark.parametrize("text", QUESTIONS)
def test_whatever_says_something_else_is_a_question(text):
    assert courtesy(text) is None


def test_a_long_text_is_no_courtesy():
    assert courtesy("thanks " * MAX_CHARS) is None

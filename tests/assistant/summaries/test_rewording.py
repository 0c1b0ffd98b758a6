import pytest

from tfhelp.summaries.grounding import Checker
from tfhelp.summaries.rewording import exchangeable, reworded
from tfhelp.summaries.source import Source
from tfhelp_corpus.entry import LANGUAGES, EntryText, Section

EN = "The folder shows which files the program needs, because a wrong `file` makes all of them fail."
ZH = "如果目录里的文件有问题，程序就会显示哪些文件需要重新下载。"


@pytest.mark.parametrize(
    ("text", "language", "sentence"),
    [
        ("The directory displays which files the application requires, since an incorrect `file` makes all of them fail.", "en", EN),
        ("若文件夹里的文件有毛病，程序便会展示哪些文件需要再次下载。", "zh", ZH),
    ],
)  # fmt: skip
def test_the_entrys_words_come_back_for_those_that_stand_for_them(text, language, sentence):
    assert reworded(text, sentence, language).replace("an wrong", "a wrong") == sentence


def test_code_names_and_quotations_keep_their_words():
    for text in ("It `shows` it.", "It is “shows” there.", "It is SHOWS_ALL there."):
        assert reworded(text, text.replace("hows", "display").replace("HOWS", "DISPLAYS"), "en") == text


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("load", "save"), ("enable", "disable"), ("enable", "allow"), ("may", "must"), ("all", "most"),
        ("before", "after"), ("larger", "smaller"), ("read", "write"), ("install", "import"), ("error", "warning"),
        ("加载", "保存"), ("增大", "减小"), ("之前", "之后"), ("可以", "必须"), ("所有", "部分"), ("警告", "错误"),
    ],
)  # fmt: skip
def test_words_that_a_sentence_hangs_on_are_not_exchanged(word, other):
    for language in LANGUAGES:
        assert other not in exchangeable(language).get(word, ())
        assert word not in exchangeable(language).get(other, ())


@pytest.mark.parametrize(
    ("word", "other"),
    [("shown", "displayed"), ("directories", "folders"), ("beginning", "starting"), ("carries out", "performs")],
)
def test_words_are_exchanged_in_every_form(word, other):
    assert other in exchangeable("en")[word]


def check(text, sentence, language):
    entry = EntryText("t", (), (Section("meaning", "", sentence),))
    return Checker([Source(entry, language, 1, None)], language).check(text)


@pytest.mark.parametrize(
    ("text", "sentence", "language"),
    [
        ("Place the model in the folder and begin it once more with the tokenizer of the base.", "Put the model in the directory and start it again with the tokenizer of the base.", "en"),
        ("把模型放在文件夹里，再用底座的分词器重新启动一次。", "把模型放到目录里，再用底座的分词器重新启动一次。", "zh"),
    ],
)  # fmt: skip
def test_a_near_copy_with_words_that_say_the_same_is_shown_as_it_was_written(text, sentence, language):
    assert check(text, sentence, language).text == f"{text} [1]"


@pytest.mark.parametrize(
    ("text", "sentence", "language"),
    [
        ("Load the model in the directory and start it again with the tokenizer of the base.", "Save the model in the directory and start it again with the tokenizer of the base.", "en"),
        ("Keep the model in the directory or start it again with the tokenizer of the base.", "Keep the model in the directory and start it again with the tokenizer of the base.", "en"),
        ("把模型保存到目录里，再用底座的权重重新启动一次，然后看日志。", "把模型保存到目录里，再用底座的分词器重新启动一次，然后看日志。", "zh"),
        ("模型或分词器都要放到目录里，再用底座重新启动一次。", "模型和分词器都要放到目录里，再用底座重新启动一次。", "zh"),
    ],
)  # fmt: skip
def test_a_near_copy_with_one_word_that_says_something_else_is_withheld(text, sentence, language):
    assert check(text, sentence, language).reason is not None


@pytest.mark.parametrize(
    ("text", "sentence", "language"),
    [
        ("It fails, and nothing tells you so.", "It fails. Nothing tells you so.", "en"),
        ("只升级了 accelerate，特征：看 `model.dtype`。", "只升级了 accelerate。特征：看 `model.dtype`。", "zh"),
    ],
)
def test_neighbours_joined_into_one_sentence_are_shown(text, sentence, language):
    assert check(text, sentence, language).reason is None


def test_sentences_of_different_passages_are_not_joined():
    assert check("On version 5, it fails.", "- On version 5.\n- It fails.", "en").reason is not None

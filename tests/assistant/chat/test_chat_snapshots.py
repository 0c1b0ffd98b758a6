"""What the screens look like, as text: one file for each case in ``snapshots/``.

``TFHELP_UPDATE_SNAPSHOTS=1`` writes them anew; look at what changed before you commit it. The knowledge is made by hand,
so that an edited entry changes nothing here. Scrollbars are masked: their blocks are the library's business.
"""

import os
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.scrollbar import ScrollBar
from textual.widgets._markdown import MarkdownParagraph

from tfhelp.chat.screens.help import HelpScreen
from tfhelp.chat.screens.main import MainScreen
from tfhelp_corpus.entry import EntryText, Section

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = os.environ.get("TFHELP_UPDATE_SNAPSHOTS") == "1"
SIZES = [(120, 40), (80, 24), (60, 15)]
STATES = ("start", "answer", "document", "help", "nothing")
MASK = "░"
LEAST_CONTRAST = 4.5
"""Of text, as WCAG 2.1 counts it."""

CODE = "```python\nfrom transformers import AutoTokenizer\n\ntokenizer = AutoTokenizer.from_pretrained(path)\ntokenizer.pad_token = tokenizer.eos_token  # {comment}\n```"
EN = (
    "The tokenizer has no padding token, so a batch of texts cannot be made one length",
    Section("meaning", "What it means", "A batch `[batch, seq]` needs **one** length; this tokenizer was saved without a token to fill up with."),
    Section("cause", "Why", "| Model | Padding token | Since |\n|---|---|---|\n| GPT-2 | none | always |\n| Llama 3 | `<pad>` (显存不足，全角标点！) | 4.45 |"),
    Section("fix", "Fix", "Give it one before you train:\n\n" + CODE.format(comment="once")),
    Section("otherwise", "If that does not help", "1. Add a token of its own.\n2. Resize the embeddings.\n\n```bash\npip install -U \"transformers>=4.57\"\n```"),
)  # fmt: skip
ZH = (
    "分词器没有填充标记（pad token），所以一批文本没法补成同样的长度，batch 也就建不起来",
    Section("meaning", "含义", "同一批 `[batch, seq]` 的序列长度必须**相同**；这个分词器保存时没有用来补齐的标记，也就是说：“没法补”。"),
    Section("cause", "原因", "| 模型 | 填充标记 | 版本 |\n|---|---|---|\n| GPT-2 | 没有（一直如此） | 所有 |\n| Llama 3 | `<pad>`，全角！ | 4.45 |"),
    Section("fix", "解决办法", "训练之前先指定一个：\n\n" + CODE.format(comment="只需一次")),
    Section("otherwise", "还是不行", "1. 加一个专用的标记。\n2. 调整嵌入矩阵的大小。\n\n```bash\npip install -U \"transformers>=4.57\"\n```"),
)  # fmt: skip
TEXTS = {"en": EntryText(EN[0], ("why?",), EN[1:]), "zh": EntryText(ZH[0], ("为什么？",), ZH[1:])}
QUESTIONS = {
    "en": "ValueError: Asking to pad but the tokenizer does not have a padding token",
    "zh": "训练时报错：分词器没有 pad token，该怎么办？",
}
NOTHING = {"en": "how do I bake bread at home?", "zh": "怎么在家里烤面包？"}


@pytest.fixture
def by_hand(assistant, make_answer, make_candidate):
    """Three entries; bread is not among them."""

    def answer(text, options):
        language = "zh" if any(ord(letter) > 0x2E80 for letter in text) else "en"
        facts = [
            {},
            {"applies_to": {"transformers": "<4.40"}, "applies": "no"},
            {"applies_to": {"torch": ">=2.4"}, "applies": "unknown"},
        ]
        found = tuple(make_candidate(rank, language, texts=TEXTS, **fact) for rank, fact in enumerate(facts, start=1))
        bread = "bread" in text or "面包" in text
        return make_answer(
            language, question=text, candidates=found, confident=not bread, versions={"transformers": "5.0.0"}
        )

    assistant.answer = answer
    return assistant


def lines_of(chat):
    """The screen without its scrollbars."""
    strips = chat.strips()
    bars = [
        place.region
        for widget, place in chat.app.screen._compositor.full_map.items()
        if isinstance(widget, ScrollBar)
    ]
    for bar in bars:
        for y in range(max(0, bar.y), min(bar.bottom, len(strips))):
            strip = strips[y]
            left, right = strip.crop(0, bar.x).text, strip.crop(bar.right, strip.cell_length).text
            strips[y] = type(strip)(
                [*strip.crop(0, bar.x), _masked(bar.width), *strip.crop(bar.right, strip.cell_length)]
            )
            assert cell_len(left) + bar.width + cell_len(right) == strip.cell_length
    return [strip.text for strip in strips]


def _masked(width):
    from rich.segment import Segment

    return Segment(MASK * width)


def compare(name, lines, size):
    """Check the shape, then the text."""
    assert len(lines) == size[1], name
    assert [cell_len(line) for line in lines] == [size[0]] * size[1], f"{name}: a line is torn"
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    file = FOLDER / f"{name}.txt"
    if UPDATE:
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8"), (
        f"{name}: run with TFHELP_UPDATE_SNAPSHOTS=1 and look at the difference"
    )


async def go_to(chat, state, language):
    """Bring the screen into a state; they follow one another."""
    if state == "answer":
        await chat.ask(QUESTIONS[language])
    elif state == "document":
        await chat.focus(chat.results)
        await chat.press("enter")
        await chat.until(lambda: chat.main.place.document and chat.settled() and chat.reader.has_focus)
    elif state == "help":
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, HelpScreen))
    elif state == "nothing":
        await chat.press("escape")
        await chat.until(lambda: isinstance(chat.app.screen, MainScreen))
        await chat.ask(NOTHING[language])
    await chat.drawn()


CASES = [(size, language, "textual-dark") for size in SIZES for language in ("en", "zh")]
CASES += [((80, 24), "en", "textual-light"), ((60, 15), "zh", "textual-light")]
"""Colours change no letter, so that light is looked at in two cases."""


@pytest.mark.parametrize(("size", "language", "theme"), CASES)
def test_screens_look_as_they_did(drive, by_hand, monkeypatch, size, language, theme):
    monkeypatch.setenv("TFHELP_CONFIG", "/etc/tfhelp/config.toml")

    async def act(chat):
        for state in STATES:
            await go_to(chat, state, language)
            if state == "nothing":  # it follows a document, which began at its heading
                await chat.until(lambda: chat.reader.scroll_y == 0, "the top of the page")
            compare(f"{state}-{language}-{size[0]}x{size[1]}", lines_of(chat), size)
            if state == "answer":
                assert contrast_of_paragraphs(chat) >= LEAST_CONTRAST

    drive(act, size=size, language=language, theme=theme)


def contrast_of_paragraphs(chat):
    """The lowest contrast of a letter in running text."""
    regions = [
        paragraph.region.intersection(chat.reader.region) for paragraph in chat.reader.query(MarkdownParagraph)
    ]
    strips = chat.strips()
    found = []
    for region in regions:
        for y in range(region.y, region.bottom):
            for segment in strips[y].crop(region.x, region.right):
                if segment.text.strip() and segment.style:
                    found.append(contrast(segment.style.color, segment.style.bgcolor))
    assert found
    return min(found)


def contrast(first, second):
    """The contrast of two colours: from 1 to 21."""
    lighter, darker = sorted((_luminance(colour.get_truecolor()) for colour in (first, second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_has_the_highest_contrast():
    from rich.color import Color

    assert contrast(Color.parse("#ffffff"), Color.parse("#000000")) == pytest.approx(21)


def test_there_is_no_snapshot_without_a_case():
    cases = {
        f"{state}-{language}-{width}x{height}.txt"
        for state in STATES
        for language in ("en", "zh")
        for width, height in SIZES
    }

    assert {file.name for file in FOLDER.iterdir()} == cases

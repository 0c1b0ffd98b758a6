"""A conversation as Markdown, JSON and a GitHub issue."""

import json
import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from tfhelp.conversation import again, export, issue, kept_text, markup
from tfhelp.conversation.turn import Plan, Turn
from tfhelp.render.as_json import to_dict

PASTE = """\
请帮忙 @octocat #12
Traceback (most recent call last):
  File "/home/alice/train.py", line 3, in <module>
    tok(x)  # ```` hf_AbCdEfGhIjKlMnOpQrStUv [x](y) <b>
ValueError: Asking to pad but the tokenizer does not have a padding token."""


@pytest.fixture
def make_turn(make_answer):
    def make(number=1, text="Asking to pad", language="en", answer="sure", **changed):
        plan = Plan(text, changed.pop("question", text), **changed)
        given = make_answer(language, confident=answer == "sure") if answer else None
        return Turn(
            number, plan, f"2026-11-25T10:0{number}:00+00:00", language, ("TF0001", "TF0002"), answer == "sure", given
        )

    return make


@pytest.fixture
def conversation(make_turn):
    return [
        make_turn(1, "how do I bake bread", answer="nothing"),
        make_turn(2, PASTE, "zh"),
        make_turn(3, "torch==2.5.1, 还是不行", "zh", relation="failed", refines=2, exclude=("TF0002",)),
    ]


def headings(text):
    tokens = MarkdownIt().parse(text)
    return [(token.tag, tokens[n + 1].content) for n, token in enumerate(tokens) if token.type == "heading_open"]


def fences(text):
    return [token.content for token in MarkdownIt().parse(text) if token.type == "fence"]


def without_fences(text):
    return re.sub(r"(?ms)^(`{3,})text\n.*?^\1$", "", text)


# Markdown


def test_markdown_holds_every_question_and_the_best_answer(conversation):
    text = export.to_markdown(conversation)
    tags = [tag for tag, _ in headings(text)]
    assert (tags[0], tags.count("h1"), tags.count("h2")) == ("h1", 1, 3)
    assert "Nothing relevant found." in text
    assert "TF0001: 分词器没有填充标记" in text
    assert "- TF0002: 分词器没有填充标记" in text
    assert "很有把握（94%） · 与版本无关" in text
    assert "tokenizer.pad_token = tokenizer.eos_token" in text
    assert "[huggingface/transformers#123](https://github.com/huggingface/transformers/issues/123)" in text
    assert "第 2 个问题的回答没有解决问题。" in text
    assert "已排除（试过，没有用）：TF0002" in text


def test_a_paste_stands_in_a_fence_that_nothing_in_it_closes(conversation):
    text = export.to_markdown(conversation)
    (paste,) = [fence for fence in fences(text) if "Traceback" in fence]
    assert paste.rstrip("\n") == PASTE.replace("alice", "~").replace("hf_AbCdEfGhIjKlMnOpQrStUv", "hf_***")


@pytest.mark.parametrize("text", ["", "`", "```", "a ````` b", "~~~\n```\nx", "x" * 10])
def test_a_fence_is_longer_than_any_in_it(text):
    assert [found.strip("\n") for found in fences(markup.fenced(text))] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no item",
        "1. no item",
        "<script>",
        "a_b_ *c* `d`",
        "[x](http://y)",
        "a | b",
        "~~x~~",
        "&lt;",
        "\\",
        "_x_",
    ],
)
def test_a_line_of_the_user_is_never_markup(text):
    html = MarkdownIt("gfm-like", {"linkify": False}).render(markup.plain(text))
    assert html == "<p>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</p>\n"


def test_the_title_can_be_given_and_is_no_markup(conversation):
    assert export.to_markdown(conversation, title="a *b*\n# c").startswith("# a \\*b\\* # c\n")


def test_a_fence_that_an_entry_leaves_open_swallows_nothing(make_turn, make_candidate, make_answer):
    from tfhelp_corpus.entry import EntryText, Section

    broken = EntryText("Title", (), (Section("fix", "Fix", "````python\n```\nx = 1"), Section("else", "Else", "end")))
    answer = make_answer(candidates=(make_candidate(texts={"en": broken}),))
    text = export.to_markdown([replace(make_turn(), answer=answer)])
    assert ("h4", "Else") in headings(text)


def test_a_turn_without_answer_names_the_entries_of_then(make_turn):
    assert "Entries shown then: TF0001, TF0002" in export.to_markdown([make_turn(answer=None)])


def test_an_empty_conversation_is_a_document_too(make_turn):
    assert export.to_markdown([]) == "# A conversation with tfhelp\n"
    assert json.loads(export.to_json([])) == {"schema": 1, "turns": []}
    assert export.to_issue([], {}).startswith("Title: \n")


# JSON


def test_json_holds_the_turns_with_the_results_of_ask(conversation):
    data = json.loads(export.to_json(conversation))
    assert data["schema"] == 1
    assert [turn["number"] for turn in data["turns"]] == [1, 2, 3]
    last = data["turns"][2]
    assert (last["text"], last["relation"], last["refines"], last["exclude"]) == (
        "torch==2.5.1, 还是不行",
        "failed",
        2,
        ["TF0002"],
    )
    assert last["at"] == "2026-11-25T10:03:00+00:00"
    assert last["results"] == to_dict(conversation[2].answer)["results"]
    assert (last["confident"], last["confidence"]) == (True, 0.9432)


def test_json_can_be_ascii(conversation):
    text = export.to_json(conversation, ascii_only=True)
    assert text.isascii()
    assert json.loads(text) == json.loads(export.to_json(conversation))


def test_json_of_a_turn_without_answer_has_no_results(make_turn):
    (turn,) = json.loads(export.to_json([make_turn(answer=None)]))["turns"]
    assert (turn["results"], turn["codes"]) == (None, ["TF0001", "TF0002"])


# The issue


def test_an_issue_is_about_the_last_failure_in_english(conversation):
    text = export.to_issue(conversation, {"transformers": "5.1.0", "Torch": "2.4.0"})
    assert text.split("\n")[0] == "Title: ValueError: Asking to pad but the tokenizer does not have a padding token."
    assert "bread" not in text
    assert without_fences(text).isascii()
    assert [heading for _, heading in headings(text)] == [
        "What happened", "Error and traceback", "Reproduction", "Expected behavior", "System info", "What was tried",
    ]  # fmt: skip
    happened, paste, _ = fences(text)
    assert happened.split() == ["请帮忙", "@octocat", "#12", "torch==2.5.1,", "还是不行"]
    assert "Traceback" in paste
    assert "alice" not in text
    assert "hf_AbC" not in text


def test_an_issue_says_that_nothing_was_sent_and_where_to_post(conversation):
    note = re.search(r"(?s)<!--(.*?)-->", export.to_issue(conversation, {}))[1]
    assert "Nothing was sent" in note
    assert issue.WHERE in note
    assert issue.WHERE.startswith("https://github.com/huggingface/transformers/issues")


def test_the_environment_is_a_table_in_which_the_question_counts_more(conversation):
    text = export.to_issue(conversation, {"transformers": "5.1.0", "Torch": "2.4.0", "peft": "0.1 | `x`\n| y"})
    assert "| `transformers` | `5.1.0` | the environment |" in text
    assert "| `torch` | `2.5.1` | the question |" in text
    assert "| `peft` | `0.1 / 'x' / y` | the environment |" in text
    assert "please fill in" not in text


def test_a_whole_environment_is_cut_down_to_what_tells_something(conversation):
    packages = {f"package-{n}": "1.0" for n in range(400)}
    text = export.to_issue(conversation, {**packages, "accelerate": "1.2.3"})
    assert "`accelerate`" in text
    assert "package-" not in text
    assert "| `transformers` | _please fill in" in text
    assert "package-0" in export.to_issue(conversation, {"package-0": "1.0"})


def test_what_was_tried_is_named_by_code_and_english_title(conversation):
    tried = export.to_issue(conversation, {}).split("### What was tried\n\n")[1].splitlines()
    assert tried == [
        "- tfhelp entry TF0002: The tokenizer has no padding token (tried, did not help)",
        "- tfhelp entry TF0001: The tokenizer has no padding token (shown as the most likely cause)",
    ]


def test_without_an_answer_an_issue_says_that_nothing_fits(make_turn):
    text = export.to_issue([make_turn(1, "the trainer stops silently", answer="nothing")], {})
    assert text.startswith("Title: the trainer stops silently\n")
    assert "Nothing that tfhelp knows of fits." in text
    assert "Error and traceback" not in text


def test_an_issue_of_huge_pastes_stays_below_what_github_takes(make_turn):
    log = "step\n" * 400_000 + PASTE
    turns = [make_turn(1, log), *(make_turn(n, log, relation="more", refines=1) for n in range(2, 6))]
    text = export.to_issue(turns, {})
    assert len(text) < 65_536
    assert text.startswith("Title: ValueError: Asking to pad")


@pytest.mark.parametrize(
    "form",
    [export.to_markdown, export.to_json, lambda turns: export.to_issue(turns, {"x": "hf_AbCdEfGhIjKlMnOpQrStUv"})],
)
def test_nothing_that_is_exported_holds_secrets_or_control_characters(make_turn, form):
    text = form(
        [
            make_turn(
                1, f"{PASTE}\x1b[31m\u202e\ud800", question=f"https://a:pa55word@b.c {PASTE}", exclude=("TF0002",)
            )
        ]
    )
    assert not [word for word in ("hf_AbC", "alice", "pa55word", "\x1b", "\u202e", "\ud800") if word in text]
    text.encode()


# Asking again


class Assistant:
    """Knows TF0001 only, and notes what it is asked."""

    def __init__(self, make_answer):
        self.asked = []
        self.searcher = self.bundle = self.database = self
        self._make_answer = make_answer

    def entry_by_code(self, code):
        return code if code == "TF0001" else None

    def ask(self, text, options):
        self.asked.append((text, options.language, options.exclude, options.environment))
        return self._make_answer(options.language)


def test_turns_from_the_history_are_asked_again_as_they_were(make_turn, make_answer):
    from tfhelp.assistant import AskOptions

    assistant = Assistant(make_answer)
    turns = [
        make_turn(1),
        make_turn(2, "x", "zh", None, question="pad\nx", exclude=("TF0001", "TF9999")),
        make_turn(3, "…", answer=None),
    ]
    answered = list(again.asked_again(assistant, turns, AskOptions(environment="E")))
    assert assistant.asked == [("pad\nx", "zh", ("TF0001",), "E")]
    assert answered[0] is turns[0]
    assert answered[1].answer is not None
    assert answered[1].plan == turns[1].plan
    assert answered[2].answer is None


def test_what_was_kept_of_a_long_log_finds_the_same_entry_again():
    from tfhelp.assistant import Assistant as Real

    log = "训练报错了\n" + "step 1 loss 0.3\n" * 60_000 + PASTE
    real = Real.open()
    codes = [real.ask(text).candidates[0].record.code for text in (log, kept_text.kept_text(log))]
    assert codes[0] == codes[1]
    assert real.ask(kept_text.kept_text(log)).language == "zh"

"""From chat messages to the tokens of a prompt: template, models without one, and prompts that are too long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .cutting import Cuttable
from .jobs import JobFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    Messages = Sequence[tuple[str, str]]

PLAIN_STOP = "\n###"
"""A model without a template goes on with the next heading of the plain prompt when it has answered."""

_PLAIN = {"system": "{text}\n\n", "user": "### Question:\n{text}\n\n", "assistant": "### Answer:\n{text}\n\n"}
_PLAIN_ANSWER = "### Answer:\n"
_TAIL_SHARE = 0.5
"""Of the room, for what is kept of the end; the question stands there."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt that fits."""

    ids: list[int]
    total: int
    """Tokens that the whole one would have had."""
    stop: str
    """Where an answer to it ends; empty if the model says so itself."""
    thinking: bool
    """Whether the answer begins in the middle of a thought."""

    @property
    def was_cut(self) -> bool:
        """Whether it was too long."""
        return len(self.ids) < self.total


class Prompter:
    """Makes prompts for one model.

    Args:
        tokenizer: the model's.
        name: the model's, for errors.
    """

    def __init__(self, tokenizer: Any, name: str) -> None:
        self._tokenizer = tokenizer
        self._name = name
        self._system = True

    @property
    def templated(self) -> bool:
        """Whether the model has a chat template."""
        return bool(getattr(self._tokenizer, "chat_template", None))

    def prompt(self, messages: Messages, limit: int) -> Prompt:
        """The prompt of at most ``limit`` tokens.

        What is too long loses earlier turns first, then the middle of the last message, at the ends of sentences: the
        instructions stand at the beginning, the question at the end, and what is fenced off stays so.

        Raises:
            JobFailed: the instructions and the end of the question alone do not fit (``prompt_too_long``), or the
                template cannot be used (``load_failed``).
        """
        whole = self._ids(messages)
        total, ids = len(whole), whole
        if total > limit:
            ids = self._shortened(list(messages), limit)
        text = "" if not self.templated else self._render(messages)[-40:]
        return Prompt(ids, total, "" if self.templated else PLAIN_STOP, thinking=text.rstrip().endswith("<think>"))

    def _shortened(self, messages: list[tuple[str, str]], limit: int) -> list[int]:
        frame = [pair for pair in messages[:-1] if pair[0] == "system"]
        earlier = [pair for pair in messages[:-1] if pair[0] != "system"]
        while earlier:
            earlier = earlier[2:]
            ids = self._ids([*frame, *earlier, messages[-1]])
            if len(ids) <= limit:
                return ids
        role, text = messages[-1]
        whole = Cuttable(text)

        def kept(head: int, tail: int) -> list[int]:
            return self._ids([*frame, (role, whole.cut(head, tail))])

        tail = whole.tail
        room = max(limit * _TAIL_SHARE, len(kept(0, whole.least_tail)))
        while tail < whole.least_tail and len(kept(0, tail)) > room:
            tail += 1
        if len(kept(0, tail)) > limit:
            raise JobFailed("prompt_too_long", tokens=len(kept(0, tail)), limit=limit, model=self._name)
        low, high = 0, whole.tail
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if len(kept(middle, tail)) <= limit else (low, middle - 1)
        return kept(low, tail)

    def _ids(self, messages: Messages) -> list[int]:
        text = self._render(messages)
        return list(self._tokenizer(text, add_special_tokens=not self.templated)["input_ids"])

    def _render(self, messages: Messages) -> str:
        if not self.templated:
            return "".join(_PLAIN[role].format(text=text) for role, text in messages) + _PLAIN_ANSWER
        if self._system:
            system = next((text for role, text in messages if role == "system"), "")
            try:
                rendered = self._apply(messages)
            except Exception:  # noqa: BLE001 (a template may raise anything, and many do for a system role)
                rendered = ""
            if rendered and system.strip() in rendered:
                return rendered
            self._system = False
        try:
            return self._apply(_merged(messages))
        except Exception as error:  # noqa: BLE001
            why = f"chat template: {' '.join(str(error).split())[:200]}"
            raise JobFailed("load_failed", model=self._name, why=why) from None

    def _apply(self, messages: Messages) -> str:
        turns = [{"role": role, "content": text} for role, text in messages]
        return str(
            self._tokenizer.apply_chat_template(
                turns,
                tokenize=False,
                add_generation_prompt=True,
                enable_thinking=False,  # read by the templates that know it
            )
        )


def _merged(messages: Messages) -> list[tuple[str, str]]:
    """The messages without a system role: what it said stands before the first message of the user."""
    system = "\n\n".join(text for role, text in messages if role == "system")
    rest = [pair for pair in messages if pair[0] != "system"]
    first = next((n for n, (role, _) in enumerate(rest) if role == "user"), None)
    if system and first is not None:
        rest[first] = ("user", f"{system}\n\n{rest[first][1]}")
    return rest

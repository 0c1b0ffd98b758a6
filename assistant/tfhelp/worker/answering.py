"""Writing the answer once the prompt is read: a token at a time, or several where it copies what it was given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from tfhelp.models.protocol import Piece

from .copying import Copying
from .decoding import choose_token, goes_round
from .jobs import JobFailed
from .text_stream import TextStream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .jobs import Job
    from .prompting import Prompt
    from .weights import Writer

_CLOSING = re.compile(r"[.!?…。！？][\"'”’）)*`]*\s*$")


@dataclass(slots=True)
class State:
    """Where a model stands in its text."""

    logits: Any
    """After each of the last tokens, float32 tensor of shape (tokens, vocabulary)."""
    cache: Any
    """Of everything before."""


def forward(writer: Writer, tokens: Sequence[int], cache: Any, keep: int = 1) -> State:
    """One step of the model.

    Args:
        writer: the model.
        tokens: the next ones of the text.
        cache: of those before; None at the beginning.
        keep: how many logits are wanted, of the last tokens.

    Raises:
        JobFailed: the model keeps no cache, so it cannot write a text token by token.
    """
    import torch

    given = {writer.cache_name: cache} | ({"logits_to_keep": keep} if writer.keeps_logits else {})
    ids = torch.tensor([tokens], device=writer.choice.device)
    out = writer.model(input_ids=ids, use_cache=True, **given)
    after = getattr(out, writer.cache_name, None)
    if after is None:
        raise JobFailed("no_parts", model=writer.name, architecture=type(writer.model).__name__)
    return State(out.logits[0, -keep:].float(), after)


def answer(
    writer: Writer, prompt: Prompt, phrases: Sequence[str], most: int, state: State, job: Job
) -> tuple[list[int], int]:
    """Write at most ``most`` tokens, `Piece` by `Piece`.

    Args:
        writer: the model.
        prompt: what it has read.
        phrases: sentences that it should keep to.
        most: tokens.
        state: after the prompt.
        job: who waits.

    Returns:
        The tokens, and how many steps of the model they took.

    Raises:
        JobCancelled: nobody waits any more.
    """
    answering = _Answering(writer, prompt, phrases, most, job)
    steps = 0
    while (following := answering.take(state)) is not None:
        if surplus := len(answering.guessed) - answering.right:
            state.cache.crop(-surplus)  # so many from the end; a length is refused since transformers 5.24
        answering.guessed = answering.copying.guess()[: most - len(answering.written)] if _cuts(state.cache) else []
        tokens = [following, *answering.guessed]
        state = forward(writer, tokens, state.cache, len(tokens))
        steps += 1
    answering.end()
    return answering.written, steps


class _Answering:
    """A text as it grows."""

    def __init__(self, writer: Writer, prompt: Prompt, phrases: Sequence[str], most: int, job: Job) -> None:
        def decode(ids: Any) -> str:
            return str(
                writer.tokenizer.decode(list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False)
            )

        self.written: list[int] = []
        self.guessed: list[int] = []
        """Tokens that were computed after the last one written."""
        self.right = 0
        """Of these, how many were then written."""
        self.copying = _copying(writer, () if prompt.thinking else phrases, decode)
        self._writer, self._most, self._job = writer, most, job
        self._stream = TextStream(decode, prompt.stop, thinking=prompt.thinking)

    def take(self, state: State) -> int | None:
        """Write the tokens that the logits say, as far as the guesses were right.

        Returns:
            The last one, which the model has not read yet; None where the text ends.
        """
        self.right = 0
        for logits, guess in zip_longest(state.logits, self.guessed):
            self._job.check()
            token = choose_token(logits, self.written, self.copying.bonus())
            if token in self._writer.ends:
                return None
            self.written.append(token)
            self.copying.push(token)
            if text := self._stream.push(token):
                self._job.send(Piece(text))
            if self._stream.stopped or len(self.written) >= self._most or goes_round(self.written):
                return None
            if token != guess:
                break
            self.right += 1
        return self.written[-1]

    def end(self) -> None:
        """Send what is left."""
        if rest := self._stream.end():
            self._job.send(Piece(rest))


def _copying(writer: Writer, phrases: Sequence[str], decode: Any) -> Copying:
    """What a text can copy: each sentence as it is written at the beginning of a text, and after a blank."""
    rows: list[list[int]] = []
    owners: list[int] = []
    for owner, phrase in enumerate(phrases):
        for text in (phrase, f" {phrase}"):
            tokens = list(writer.tokenizer(text, add_special_tokens=False)["input_ids"])
            if tokens and tokens not in rows:
                rows.append(tokens)
                owners.append(owner)
    return Copying(rows, owners, writer.ends, lambda token: bool(_CLOSING.search(decode([token]))))


def _cuts(cache: Any) -> bool:
    """Whether tokens can be taken out of a cache again: not where it forgets old ones or sums all up in one state."""
    layers = getattr(cache, "layers", None) or ()
    return bool(layers) and all(type(layer).__name__ == "DynamicLayer" for layer in layers)

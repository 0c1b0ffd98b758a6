"""Descriptions of keys in the language of the interface, and the key map of the configuration."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from tfhelp.errors import UsageError

from .words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import Binding
    from textual.dom import DOMNode

    from tfhelp_corpus.entry import Language

_SAME = {
    "find_anywhere": "find", "find_close": "close", "back_anywhere": "back", "forward_anywhere": "forward",
    "help_letter": "help", "open_result": "open", "turn_earlier": "earlier", "turn_later": "later",
    "summaries_letter": "summaries", "summary_down": "down", "summary_up": "up", "summary_home": "home",
    "summary_end": "end", "summary_page_down": "page_down", "summary_page_up": "page_up",
    "results_down": "down", "results_up": "up", "results_home": "home", "results_end": "end",
    "pick_close": "close", "pick_down": "down", "pick_up": "up", "pick_page_down": "page_down",
    "pick_page_up": "page_up", "pick_words": "find", "pick_delete_list": "pick_delete",
    "help_close": "close", "help_down": "down", "help_up": "up", "fail_quit": "quit", "fail_back": "back",
}  # fmt: skip
"""Ids of keys that do what another one does."""

_KEYS = {
    "esc": "Esc", "f1": "F1", "space": "Space", "home": "Home", "end": "End", "pgup": "PgUp", "pgdn": "PgDn",
    "delete": "Del",
}  # fmt: skip

_LIBRARY = {"command_palette": "palette"}
"""Words for actions of the library's own keys."""


def word_of(binding_id: str, language: Language) -> str | None:
    """What the key with this id does, None for keys of the library that have no word here."""
    if binding_id.startswith("go_"):
        return say(language, "go", number=binding_id.rpartition("_")[2])
    key = _SAME.get(binding_id, binding_id)
    return say(language, key) if key in say.keys else None


def written(display: str) -> str:
    """A key as keyboards write it: ``Esc`` where the library says ``esc``."""
    *modifiers, key = display.split("+") if len(display) > 1 else [display]
    return "+".join([*modifiers, _KEYS.get(key, key)])


def localize(node: DOMNode, language: Language) -> None:
    """Describe the keys of a widget, a screen or the application in a language."""
    bindings = node._bindings.key_to_bindings
    for key, found in bindings.items():
        bindings[key] = [_described(binding, language) for binding in found]


def reword(node: DOMNode, binding_id: str, word: str | None = None, *, show: bool = True) -> None:
    """Describe one key otherwise, or hide it: what it does depends on what is on the screen."""
    bindings = node._bindings.key_to_bindings
    changed = False
    for found in bindings.values():
        for index, binding in enumerate(found):
            if binding.id == binding_id and (binding.show != show or word not in (None, binding.description)):
                found[index] = replace(binding, description=word or binding.description, show=show)
                changed = True
    if changed:
        node.screen.refresh_bindings()


def _described(binding: Binding, language: Language) -> Binding:
    word = word_of(binding.id or "", language) or word_of(_LIBRARY.get(binding.action, ""), language)
    return replace(binding, description=word) if word else binding


def keymap(keys: Mapping[str, str]) -> dict[str, str]:
    """The key map of the configuration.

    Raises:
        UsageError: it names a key that the chat does not have.
    """
    if not keys:
        return {}
    from .owners import names

    known = names()
    for name in keys:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1)
            hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sorted(known))}."
            raise UsageError(f"[keys] {name}: the chat has no key of that name.", hint)
    return dict(keys)

"""Who has keys: the classes whose keys the help lists and the configuration may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.dom import DOMNode


def owners() -> Mapping[str, tuple[type[DOMNode], ...]]:
    """Where keys work, and the classes that declare them there. Loads every screen: not for the start."""
    from .app import ChatApp
    from .screens.failure import FailureScreen
    from .screens.help import HelpScreen
    from .screens.history import HistoryScreen
    from .screens.main import MainScreen
    from .screens.picker import Picker
    from .screens.topics import TopicsScreen
    from .widgets.body import Body
    from .widgets.find import FindBar
    from .widgets.picklist import PickList
    from .widgets.prompt import Prompt
    from .widgets.reader import Reader
    from .widgets.results import Results
    from .widgets.summary import SummaryPanel

    return {
        "prompt": (Prompt,),
        "body": (Body,),
        "results": (Results,),
        "reader": (Reader,),
        "summary": (SummaryPanel,),
        "find": (FindBar,),
        "everywhere": (MainScreen, ChatApp),
        "lists": (Picker, TopicsScreen, HistoryScreen, PickList),
        "failure": (FailureScreen,),
        "help": (HelpScreen,),
    }


def names() -> frozenset[str]:
    """The names of all keys that can be given another place."""
    classes = [owner for found in owners().values() for owner in found]
    return frozenset(
        binding.id for owner in classes for binding in owner.BINDINGS if isinstance(binding, Binding) and binding.id
    )

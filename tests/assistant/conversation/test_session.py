"""The session behind the fronts: what becomes of a conversation while it is being stored."""

import threading

import pytest

from tfhelp.conversation.history import History
from tfhelp.conversation.session import Session


class Shelf:
    """A history that does something in the middle of storing, and keeps the texts of each conversation."""

    def __init__(self):
        self.kept, self.meanwhile = {}, lambda: None

    def start(self):
        return str(len(self.kept) + 1)

    def add(self, conversation, turn):
        self.meanwhile()
        self.kept.setdefault(conversation, []).append(turn.plan.text)


@pytest.fixture
def shelf(monkeypatch):
    """The history that every session opens."""
    made = Shelf()
    monkeypatch.setattr(History, "open", lambda: made)
    return made


@pytest.fixture
def session(shelf):
    return Session(language=None, environment=None, private=False)


def test_two_threads_that_store_at_once_store_every_turn_once(session, shelf, turn):
    both = threading.Barrier(2)

    def meet():
        try:
            both.wait(0.3)  # two that store the same turn would meet here
        except threading.BrokenBarrierError:
            return

    shelf.meanwhile = meet
    session.conversation.turns.append(turn(1, "why"))
    threads = [threading.Thread(target=session.keep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelf.kept == {"1": ["why"]}
    session.conversation.turns.append(turn(2, "and then"))
    session.keep()
    assert shelf.kept == {"1": ["why", "and then"]}


def test_a_conversation_begun_while_the_one_before_is_stored_is_stored_whole_and_apart(session, shelf, turn):
    session.conversation.turns += [turn(1, "old"), turn(2, "old too")]

    def begin():
        shelf.meanwhile = lambda: None
        session.renew()
        session.conversation.turns.append(turn(1, "new"))

    shelf.meanwhile = begin
    session.keep()
    session.keep()
    assert shelf.kept == {"1": ["old", "old too"], "2": ["new"]}


def test_what_follows_a_deleted_conversation_is_kept_as_another(session, shelf, turn):
    session.conversation.turns.append(turn(1, "gone"))
    session.keep()
    del shelf.kept["1"]
    session.deleted("1")
    shelf.kept["0"] = ["somebody else's"]
    session.conversation.turns.append(turn(2, "after"))
    session.keep()
    assert shelf.kept == {"0": ["somebody else's"], "2": ["after"]}

"""No network, whatever a library tries: sockets to other machines are refused inside the interpreter."""

from __future__ import annotations

import sys

_REFUSED = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")


def forbid_network() -> None:
    """Make every internet socket and every look-up of a name fail with `PermissionError`, for good."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    # The family is told by its name: importing socket here would cost every start.
    if event in _REFUSED or (event == "socket.__new__" and _is_internet(arguments[1])):
        raise PermissionError(f"the model process opens no connection ({event})")


def _is_internet(family: object) -> bool:
    """-1, the default, is the internet's as well."""
    import socket  # whoever raised the event has loaded it

    return family in (-1, socket.AF_INET, socket.AF_INET6)

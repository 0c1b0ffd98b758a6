"""Whether an entry applies to the versions that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Applies = Literal["yes", "no", "unknown"]


def applies(specifiers: Mapping[str, str], versions: Mapping[str, str]) -> Applies:
    """Compare an entry's specifiers with known versions.

    Returns:
        ``no`` as soon as one known version lies outside; ``yes`` when all named distributions are known and fit, or
        when versions do not matter; else ``unknown``.
    """
    if not specifiers:
        return "yes"
    known = {name: versions[name] for name in specifiers if name in versions}
    if not known:
        return "unknown"
    # Imported late: most questions come without versions, and this costs more than the rest of the module.
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    for name, version in known.items():
        try:
            if not SpecifierSet(specifiers[name]).contains(Version(version), prereleases=True):
                return "no"
        except ValueError:  # what somebody typed need not be a version
            return "unknown"
    return "yes" if len(known) == len(specifiers) else "unknown"

"""Of which groups a public release tells anything, read from what outsiders see of it: the audit goes by that, not by what was meant to be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from openmbi.core.releases import PublicRelease
from openmbi.core.tables import Flags, Names

LISTS = ("lights", "alerts")


def told_by(
    release: PublicRelease, groups: Names, follows: Mapping[str, Sequence[str]], families: Sequence[str]
) -> Mapping[str, Flags]:
    """Return by measure of which groups (G,), as `level/code`, a release has any figure that follows it.

    `families`: measures whose amounts have a table of their own. A figure that is neither one of them nor in `follows` follows the first.
    """
    number = {name: place for place, name in enumerate(groups.tolist())}
    told: dict[str, Flags] = {}
    for figure, group in _figures(release):
        if group not in number:
            continue
        for measure in follows.get(figure, (figure if figure in families else families[0],)):
            told.setdefault(measure, np.zeros(len(groups), bool))[number[group]] = True
    return told


def _figures(release: PublicRelease) -> Iterator[tuple[str, str]]:
    """Yield figure and group of every value that is not left out, and of every line of a list."""
    for table in release.tables:
        for level, code, *_, value in table.rows:
            if value is not None:
                yield table.name, f"{level}/{code}"
    for name in LISTS:
        for line in release.documents.get(name, ()):
            yield name, f"{line['level']}/{line.get('code', line.get('subject'))}"

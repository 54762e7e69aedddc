"""What differs between two tables of lights, such as those of two rules or two moments of knowledge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Codes, Colour, Days, Lights, Names, Numbers

_COLOURS = len(Colour)


@dataclass(frozen=True)
class LightChanges:
    """The lights of the common subjects (n) and days (T) that changed their colour from one table to another.

    `counts` (c, c): subject-days by the colour in the first table and in the second, by `Colour` code: the diagonal stayed. `changed` (n,): days of each
    subject that changed, `first` and `last` (n,): the first and last of them, NaT for none. `before` and `after` (n,): the colours on the last common
    day. `only_first` and `only_second`: subjects that one table alone has.
    """

    subjects: Names
    days: Days
    counts: NDArray[np.int64]
    changed: Numbers
    first: Days
    last: Days
    before: Codes
    after: Codes
    only_first: Names
    only_second: Names

    @property
    def compared(self) -> int:
        """How many subject-days both tables have."""
        return int(self.counts.sum())

    @property
    def changes(self) -> int:
        """How many subject-days changed their colour."""
        return int(self.counts.sum() - np.trace(self.counts))

    def by_colour(self) -> dict[tuple[Colour, Colour], int]:
        """Return the number of subject-days that went from one colour to another, the most first."""
        before, after = np.nonzero(self.counts - np.diag(np.diag(self.counts)))
        number = self.counts[before, after]
        order = np.lexsort((after, before, -number))
        return {(Colour(int(before[k])), Colour(int(after[k]))): int(number[k]) for k in order}


def compare(first: Lights, second: Lights) -> LightChanges:
    """Return what changed from the first table of lights to the second, over the subjects and days that both have.

    Raises
    ------
    ValueError
        Where they have no day in common, or red means another thing in one of them.
    """
    if first.polarity is not second.polarity:
        raise ValueError(f"lights of {first.polarity} and of {second.polarity} do not compare")
    subjects, rows, other_rows = np.intersect1d(first.subjects, second.subjects, return_indices=True)
    days, columns, other_columns = np.intersect1d(first.days, second.days, return_indices=True)
    if not len(days):
        raise ValueError("the lights have no day in common")
    was = first.colour[np.ix_(rows, columns)]
    now = second.colour[np.ix_(other_rows, other_columns)]
    differs = was != now
    number = differs.sum(axis=1)
    never = np.datetime64("NaT", "D")
    return LightChanges(
        subjects=subjects,
        days=days,
        counts=np.bincount((was.astype(np.intp) * _COLOURS + now).ravel(), minlength=_COLOURS * _COLOURS).reshape(
            _COLOURS, _COLOURS
        ),
        changed=number,
        first=np.where(number > 0, days[differs.argmax(axis=1)], never),
        last=np.where(number > 0, days[differs.shape[1] - 1 - differs[:, ::-1].argmax(axis=1)], never),
        before=was[:, -1],
        after=now[:, -1],
        only_first=np.setdiff1d(first.subjects, second.subjects),
        only_second=np.setdiff1d(second.subjects, first.subjects),
    )

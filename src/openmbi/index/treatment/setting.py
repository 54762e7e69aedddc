"""What the steps of a recipe are told of the indicators beside their values."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.core.tables import Flags, Floats, Names, Numbers


@dataclass(frozen=True)
class Setting:
    """Of n indicators over T columns; a column is a period of one place, or a place in one period.

    `inverted` (n,): more of it is less of what the score measures. `base` (T,): the columns that parameters (means, deviations, weights) are estimated on.
    `groups` (T,): codes of the columns that belong together, such as calendar months or regions. `expert` (n,): declared weights, summing to 1. `target` (n,)
    and `goalposts` (2, n), lower and upper: in the indicators' own units.
    """

    names: Names
    inverted: Flags
    base: Flags
    groups: Numbers | None = None
    expert: Floats | None = None
    target: Floats | None = None
    goalposts: Floats | None = None

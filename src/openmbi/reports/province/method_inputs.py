"""What stands beside the composite: the zone by each method, and the diffusion index of enterprises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openmbi.core.language import Text
from openmbi.core.tables import Days, Floats, Names, Numbers


@dataclass(frozen=True)
class MethodFigures:
    """The zone's composite by one method: `value` (M,) by month, NaN where not known; `why_none` where it could not be made.

    The mean over `base_first` … `base_last` is 100; both None where 100 is the trend. `counts`: what it counts, each with its share
    (summing to 1) in what `shares_of` names.
    """

    name: Text
    months: Days
    value: Floats
    base_first: date | None
    base_last: date | None
    counts: tuple[tuple[Text, float], ...]
    shares_of: Text
    why_none: Text | None = None


@dataclass(frozen=True)
class DiffusionFigures:
    """The diffusion index of the groups (G,) of one level by month: `value`, `up` and `same` (G, M) in 0..100, NaN where not known.

    `enterprises` (G, M): how many answered. A change of at most `tolerance` of the level before is the same.
    """

    groups: Names
    months: Days
    value: Floats
    up: Floats
    same: Floats
    enterprises: Numbers
    tolerance: float

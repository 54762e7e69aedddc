"""Growth that readers use, as rooms hand it on."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.core.tables import Days, Flags, Floats, Level, Names, Numbers


@dataclass(frozen=True)
class GrowthPeriods:
    """R periods in order of time: every month that the data hold from its first day on, and January and February together after each February.

    `first` and `last` (R,): its days as far as the data go; `combined` (R,): two months together; `complete` (R,): its last day is in the data.
    """

    first: Days
    last: Days
    combined: Flags
    complete: Flags


@dataclass(frozen=True)
class ReaderGrowth:
    """Growth of G groups of one level in R periods; all (G, R) as fractions (0.05 is 5 %), NaN where nothing can be compared.

    On the same period of the year before: `raw`, `excluding_festival`, `working_day_adjusted`, `temperature_adjusted` (NaN where the adjustment was told no
    temperature), over `enterprises` that report well in both periods, whose share of all use of the group is `load_share`; `lunar_aligned` over
    `lunar_enterprises`. On the month before: `month_annualised`, of seasonally adjusted use. `parts_known`: festival and temperature are told apart;
    `seasonal`: an annual cycle is known; `provisional` (R,): rests on a day whose effect is provisional.
    """

    level: Level
    groups: Names
    periods: GrowthPeriods
    raw: Floats
    excluding_festival: Floats
    working_day_adjusted: Floats
    temperature_adjusted: Floats
    lunar_aligned: Floats
    month_annualised: Floats
    enterprises: Numbers
    lunar_enterprises: Numbers
    load_share: Floats
    parts_known: bool
    seasonal: bool
    provisional: Flags

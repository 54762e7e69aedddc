"""What is found out about an adjustment: the table that the adjustment room hands to the page of diagnostics."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from openmbi.core.adjusted import Outliers
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.revisions import RevisionHistory
from openmbi.core.tables import Days, Floats, Numbers


class Stage(StrEnum):
    """How far a series is adjusted: as read, calendar effects taken out, and the seasonal cycle too."""

    READ = "read"
    CALENDAR = "calendar"
    SEASON = "season"


class Cycle(StrEnum):
    """The cycle that a test looks for."""

    WEEK = "week"
    YEAR = "year"


@dataclass(frozen=True)
class CycleTest:
    """A statistic and the probability of one as large where there is no cycle; both NaN where the series is too short. `size`: the distance in log points
    between the highest and the lowest place of the cycle, NaN where the test does not know it.
    """

    statistic: float
    p_value: float
    size: float = float("nan")


@dataclass(frozen=True)
class CycleTests:
    """Both tests of one series at one stage for one cycle."""

    cycle: Cycle
    stage: Stage
    qs: CycleTest
    kruskal_wallis: CycleTest


@dataclass(frozen=True)
class FestivalYear:
    """A year's Spring Festival in a daily series: `depth` in log points at its lowest day, negative; the days from New Year of the lowest, of the first and of
    the last at half that depth or deeper.
    """

    year: int
    depth: float
    lowest: int
    closed: int
    back: int


@dataclass(frozen=True)
class SeriesDiagnosis:
    """One series, of a group `code` or of the whole (""). `season_unstable`, `growth_unstable`: S % and MM % of the sliding spans, NaN where not measured."""

    code: str
    tests: tuple[CycleTests, ...]
    festivals: tuple[FestivalYear, ...]
    season_unstable: float
    growth_unstable: float


@dataclass(frozen=True)
class FestivalCurve:
    """What the festival does to the whole, in log points: `effect` (Y, W) by `years` (Y,) and by `offset` (W,), days from New Year or months of the year."""

    years: Numbers
    offset: Numbers
    effect: Floats


@dataclass(frozen=True)
class Diagnosis:
    """An adjustment method on one indicator.

    `months` (M,) with the whole's mean by stage (3, M): as read, calendar-adjusted, seasonally adjusted, relative to the mean of what was read; NaN where
    the method gives none. `spans` (K, 2): first and last days. `refused`: subjects and why. `subjects`: how many were adjusted; `of_leaves`: these are
    enterprises, else totals.
    """

    frequency: Frequency
    first: str
    last: str
    subjects: int
    of_leaves: bool
    months: Days
    level: Floats
    series: tuple[SeriesDiagnosis, ...]
    spans: Days
    curve: FestivalCurve
    revisions: RevisionHistory | None
    outliers: Outliers
    refused: tuple[tuple[str, Text], ...]

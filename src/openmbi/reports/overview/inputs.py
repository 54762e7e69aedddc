"""What the overview is made from: the typed tables of the rooms, and plain records where a room has no table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from openmbi.catalog.lights import LightRule
from openmbi.catalog.palettes import Palette
from openmbi.core.growth import ReaderGrowth
from openmbi.core.language import Text
from openmbi.core.tables import Candle, Contributions, Days, Floats, IndexSeries, Lights
from openmbi.reports.overview.outliers import RecentOutliers


class Timing(StrEnum):
    """Whether the as-of rests only on what had been recorded by then."""

    REAL_TIME = "real-time"
    PSEUDO_REAL_TIME = "pseudo-real-time"


@dataclass(frozen=True)
class FestivalResumption:
    """复工率 and 复产率 around one Spring Festival.

    `days` (k,) in order; `resumption_rate` and `recovery_rate` (k,) as fractions, NaN where not known. `base_is_fallback`: the base is not the
    December before, because history starts later.
    """

    new_year: date
    base_first: date
    base_last: date
    base_is_fallback: bool
    enterprises: int
    days: Days
    resumption_rate: Floats
    recovery_rate: Floats


@dataclass(frozen=True)
class StoppedEnterprise:
    """An enterprise without a positive reading for `days` days up to the data date; `share_of_base` is a fraction."""

    subject: str
    since: date
    days: int
    share_of_base: float


@dataclass(frozen=True)
class Coverage:
    """Share of base kWh with a reading on the data date (fraction), by what a sentinel is taken for."""

    sentinel_as_reading: float
    sentinel_as_none: float


@dataclass(frozen=True)
class Concentration:
    """Share of the zone's load (fraction) that the `largest` enterprises have."""

    largest: int
    share: float


@dataclass(frozen=True)
class Sensitivity:
    """The level on the data date with every sentinel counted as zero, and as missing."""

    as_zero: float
    as_missing: float


@dataclass(frozen=True)
class CappedReading:
    """A reading so high that it counts at a cap: both in the unit of the data after calendar adjustment, and the index points that the cap takes off."""

    subject: str
    day: date
    reading: float
    counted: float
    points: float


@dataclass(frozen=True)
class DataCounts:
    """Observations in = accepted + quarantined; `revisions` are accepted later versions."""

    observations_in: int
    accepted: int
    quarantined: int
    revisions: int


@dataclass(frozen=True)
class UnannouncedDays:
    """Days of the data, `count` from `first` to `last`, whose days off no notice had settled: they rest on the statutory rule and guessed bridges."""

    first: date
    last: date
    count: int


@dataclass(frozen=True)
class OverviewInput:
    """Everything on the overview of one zone.

    `as_of` and `run_at` are aware and in the zone's local time. `months` is in order of time, complete months only but perhaps the last; `recent` is the
    change over the latest 28 days. Both lights end on the data date; `zone_lights` has one subject. `zone_reason` and `enterprise_reasons` are the reasons
    on the data date, in words. `weights` are fractions of base by subject. `level_error` (D,): standard error of the last
    closes in points, None where not known. `names` and `industries` may leave subjects out.
    """

    bureau: Text
    zone: Text
    simulated: bool
    as_of: datetime
    run_at: datetime
    timing: Timing
    first_day: date
    data_until: date
    base_first: date
    base_last: date
    base_provisional: bool
    series: IndexSeries
    weekly: tuple[Candle, ...]
    monthly: tuple[Candle, ...]
    palette: Palette
    zone_lights: Lights
    zone_rule: LightRule
    zone_reason: Text
    enterprise_lights: Lights
    enterprise_rule: LightRule
    enterprise_reasons: Mapping[str, Text]
    months: tuple[Contributions, ...]
    recent: Contributions | None
    growth: ReaderGrowth | None
    resumption: tuple[FestivalResumption, ...]
    stopped: tuple[StoppedEnterprise, ...]
    stopped_after_days: int
    coverage: Coverage
    concentration: Concentration
    sensitivity: Sensitivity
    members: int
    subjects: int
    weights: Mapping[str, float]
    weights_note: Text
    data: DataCounts
    capped: tuple[CappedReading, ...] = ()
    outliers: RecentOutliers | None = None
    level_error: Floats | None = None
    unannounced: UnannouncedDays | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, Text] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()

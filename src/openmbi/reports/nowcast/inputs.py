"""What the page of a nowcast is made from. Growth is in per cent on a year before, impacts are percentage points of the target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period
from openmbi.core.tables import Days, Floats
from openmbi.reports.province.inputs import Circumstances


@dataclass(frozen=True)
class IntervalFigures:
    """A central interval; not `calibrated`: the model's own, because too few past errors are known."""

    level: float
    low: float
    high: float
    calibrated: bool


@dataclass(frozen=True)
class MonthFigures:
    """The nowcast of one figure: `month` is the first day of its last month, `combined` where January and February are one."""

    month: date
    combined: bool
    mean: float
    standard_error: float
    intervals: tuple[IntervalFigures, ...]
    release_day: date


@dataclass(frozen=True)
class ReleasedFigure:
    """The latest figure that is out, and the probability that the nowcast one is above it."""

    month: date
    combined: bool
    value: float
    released_on: date | None
    probability_above: float


@dataclass(frozen=True)
class PathFigures:
    """The nowcast at the end of days (k,): `mean` (k,), and `low`, `high` (L, k) of the `levels` (L)."""

    days: Days
    mean: Floats
    levels: tuple[float, ...]
    low: Floats
    high: Floats


@dataclass(frozen=True)
class NewsLine:
    """News of one series, domain or group together."""

    name: Text
    impact: float
    releases: float
    revisions: float
    withdrawals: float
    items: int


@dataclass(frozen=True)
class NewsItem:
    """One release, revision or withdrawal (`kind`): `before` is what was expected or said, both in the series' unit."""

    kind: str
    name: Text
    period: Period
    before: float
    after: float
    weight: float
    impact: float


@dataclass(frozen=True)
class NewsFigures:
    """From `old`, known at `since`, to `new`: `reestimation` and the items; `kept`: the old one stands in the store, else it was worked out again.

    `by_group`: empty where all series are the zone's. `items` the largest first, `listed_of` how many there are.
    """

    since: datetime
    kept: bool
    old: float
    new: float
    reestimation: float
    by_domain: tuple[NewsLine, ...]
    by_series: tuple[NewsLine, ...]
    by_group: tuple[NewsLine, ...]
    items: tuple[NewsItem, ...]
    listed_of: int


@dataclass(frozen=True)
class ComingFigures:
    """A release ahead; `overdue` where its usual day has passed."""

    name: Text
    period: Period
    day: date
    overdue: bool
    expected: float
    standard_error: float
    impact: float


@dataclass(frozen=True)
class PastFigures:
    """Nowcasts of past figures (k,) made again as early as this one: `mean`, `low` and `high` of `level`, and what was `released`.

    `rmse` and `no_change_rmse` over them; None where there are none.
    """

    months: Days
    mean: Floats
    low: Floats
    high: Floats
    level: float
    released: Floats
    rmse: float | None
    no_change_rmse: float | None


@dataclass(frozen=True)
class SeriesFigures:
    """A series of the panel: `loading` on the first factor, standardised; `until`: the last period known; `contribution` to the nowcast."""

    name: Text
    frequency: Frequency
    values: int
    loading: float
    until: Period | None
    lag_days: int
    contribution: float


@dataclass(frozen=True)
class FitFigures:
    """How the model was fitted; `refreshed`: the parameters of an earlier nowcast were kept."""

    factors: int
    lags: int
    periods: int
    log_likelihood: float
    iterations: int
    ended: Text
    refreshed: bool


@dataclass(frozen=True)
class NowcastInput:
    """Everything that the page says."""

    about: Circumstances
    target: Text
    citation: Text
    frequency: Frequency
    headline: MonthFigures
    ahead: tuple[MonthFigures, ...]
    last: ReleasedFigure
    path: PathFigures
    news: NewsFigures | None
    coming: tuple[ComingFigures, ...]
    past: PastFigures
    series: tuple[SeriesFigures, ...]
    left_out: tuple[tuple[Text, int], ...]
    lacking: tuple[tuple[Text, Text], ...]
    fit: FitFigures
    navigation: tuple[Mapping[str, Any], ...] = field(default=())

"""What the page of a backtest is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Days, Flags, Floats
from openmbi.reports.province.inputs import Circumstances

COVERAGES = (0.50, 0.80, 0.90, 0.95)
BANDS = (0.50, 0.80, 0.95)


@dataclass(frozen=True)
class MethodFigures:
    """A method's figures in a ranking; NaN where there are none, `rank` None where it is not ranked.

    `relative`: its RMSE over the reference's. `sign`: share of right directions over `directions`. `coverage`: of the intervals of `COVERAGES`.
    p-values, two-sided: `p_best`, `p_reference` of squared errors (Diebold–Mariano), `p_crps` of the CRPS, `p_conditional` (Giacomini–White); `p_nested`
    (Clark–West) one-sided. `among_best`: its squared errors do not differ from the first's.
    """

    name: str
    label: Text
    rank: int | None
    months: int
    rmse: float
    relative: float
    mae: float
    bias: float
    crps: float
    log_score: float
    sign: float
    directions: int
    coverage: tuple[float, ...]
    p_best: float
    p_reference: float
    p_crps: float
    p_conditional: float
    p_nested: float
    among_best: bool


@dataclass(frozen=True)
class Ranking:
    """A league table at one horizon: over all months, or without those of crises. `common`: months that every ranked method forecast, of `months`."""

    horizon: int
    whole: bool
    months: int
    common: int
    methods: tuple[MethodFigures, ...]


@dataclass(frozen=True)
class Forecasts:
    """A method's forecasts of the months (S,): `mean`, the ends `low` and `high` (3, S) of the intervals of `BANDS`, `pit` (S,); NaN where there is none."""

    label: Text
    mean: Floats
    low: Floats
    high: Floats
    pit: Floats


@dataclass(frozen=True)
class CrisisSpan:
    """A crisis of the register."""

    name: Text
    kind: Text
    first: date
    last: date
    citation: Text


@dataclass(frozen=True)
class BacktestInput:
    """A backtest of a target.

    `published`: the method that the catalog declares, `why` it does. `reference`: the method that all are tested against; `level` of the tests. Of S months:
    `origins`, the last one for each; `months`, first days; `month_labels`; `outcome`, first prints, NaN where there is none yet; `crisis`; `real_time`.
    `total_origins`: all of them. `forecasts`: by method. `not_run`: methods that lack a package. `without_level`: origins without a level, and why.
    """

    about: Circumstances
    target: Text
    citation: Text
    published: str
    why: Text | None
    reference: str
    level: float
    rule: Text
    rankings: tuple[Ranking, ...]
    origins: Days
    months: Days
    month_labels: tuple[str, ...]
    outcome: Floats
    crisis: Flags
    real_time: Flags
    total_origins: int
    forecasts: Mapping[str, Forecasts]
    crises: tuple[CrisisSpan, ...]
    not_run: tuple[Text, ...] = ()
    without_level: tuple[tuple[date, Text], ...] = ()
    navigation: tuple[Mapping[str, Any], ...] = ()

"""What adjustment hands on: adjusted panels, the parts of what was taken out, its errors, and outliers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from openmbi.core.tables import Codes, Days, Flags, Floats, Names, Numbers


class DayStatus(IntEnum):
    """What adjustment made of a subject's day."""

    ACTIVE = 0  # a positive reading, adjusted
    IDLE = 1  # reported zero, or a sentinel for zero or missing, outside the Spring Festival window
    FESTIVAL_CLOSURE = 2  # the same inside the window, or hardly any use
    ABSENT = 3  # nothing was reported


class OutlierKind(IntEnum):
    """The kind of an outlier (Chen & Liu 1993, JASA 88:284): one day, a jump that stays, a jump that dies away."""

    ADDITIVE_OUTLIER = 0
    LEVEL_SHIFT = 1
    TEMPORARY_CHANGE = 2


@dataclass(frozen=True)
class Outliers:
    """k outliers: `subject` (k,), `day` (k,) on which it begins, `kind` (k,) `OutlierKind` codes, `size` (k,) in log points on that day, `statistic`
    (k,): size ÷ its standard error.
    """

    subject: Names
    day: Days
    kind: Codes
    size: Floats
    statistic: Floats


@dataclass(frozen=True)
class StratumErrors:
    """How far the effects of one stratum may be off, in log points, as normal laws.

    The error of row i on day t is own + common. Own, independent between rows: sigma_i · design[t] · N(0, covariance[kind_i]). Common, one draw for all
    rows: loading_i · common_design[t] · N(0, common_covariance).

    `rows` (m,) of the panel; `design` (T, p); `covariance` (K, p, p), for a sigma of 1; `kind` (m,); `sigma` (m,); `common_design` (T, q);
    `common_covariance` (q, q); `loading` (m,).
    """

    rows: Numbers
    design: Floats
    covariance: Floats
    kind: Numbers
    sigma: Floats
    common_design: Floats
    common_covariance: Floats
    loading: Floats


@dataclass(frozen=True)
class LevelError:
    """How far the levels of G groups may be off because the calendar effects taken out are estimates: standard errors of normal laws.

    `days` (D,): the last ones of the level; `close` (G, D) in index points; `change` (G,): of what the light judges on the last day, as a share. NaN where
    not known.
    """

    groups: Names
    days: Days
    close: Floats
    change: Floats


@dataclass(frozen=True)
class FestivalProfile:
    """The Spring Festival of one stratum, as learnt from its series.

    `rows` (m,) of the panel; `profile` (W,): the effect in log points on days `offset` (W,) from New Year, of a series of mean scale in a year of depth 1;
    `years` (Y,); `depth` (Y,), 1 in the mean of the years `seen` (Y,); `closing_days` and `return_days` (Y,): how much later than usual firms closed and came
    back; `spread` (3, Y): standard errors of depth, closing and return. A year not seen yet has what is expected of it, drawn to what its days so far say.
    """

    rows: Numbers
    offset: Numbers
    profile: Floats
    years: Numbers
    seen: Flags
    depth: Floats
    closing_days: Floats
    return_days: Floats
    spread: Floats


@dataclass(frozen=True)
class AdjustmentDetail:
    """What an adjusted value is made of. All (n, T) in log points, 0 where there is none: `festival` and `temperature` are parts of `effect` and were taken
    out; `season`, the annual cycle, stays in `value`. `errors`: one a stratum; a row of none has no effect taken out. `festivals`: one a stratum that has seen
    a festival.
    """

    festival: Floats
    temperature: Floats
    season: Floats
    errors: tuple[StratumErrors, ...]
    outliers: Outliers
    festivals: tuple[FestivalProfile, ...] = ()


@dataclass(frozen=True)
class AdjustedPanel:
    """Calendar-adjusted values of subjects (enterprises or cells).

    `value` (n, T): the reading with calendar effects taken out, in the unit of the panel; NaN unless `status` is ACTIVE. `fit` (n, T): what the
    adjusted value is expected to be (trend, with the bias of transforming back from logs corrected); NaN for a subject that cannot be fitted.
    `effect` (n, T): the calendar effect in log points that was taken out. `residual` (n, T): log residual, NaN unless ACTIVE. `scale` (n,):
    robust standard deviation of the residual. `day_class` (T,): `DayClass` codes. `status` (n, T): `DayStatus` codes. `provisional` (T,): days whose
    calendar is not yet announced, or whose effect could not yet be learnt. `detail`: None where the method gives none, or was not asked for it.
    """

    subjects: Names
    days: Days
    value: Floats
    fit: Floats
    effect: Floats
    residual: Floats
    scale: Floats
    day_class: Codes
    status: Codes
    provisional: Flags
    detail: AdjustmentDetail | None = None

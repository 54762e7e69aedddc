"""A small zone with four enterprises over 35 days: every section of the overview has something to say, and the sums can be checked by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pytest

from openmbi.catalog.lights import load_change_rules
from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.core.adjusted import OutlierKind
from openmbi.core.growth import ReaderGrowth
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, period_containing
from openmbi.core.tables import (
    Candle,
    Colour,
    ContributionLine,
    Contributions,
    Floats,
    IndexSeries,
    Level,
    Lights,
    LineKind,
    Polarity,
)
from openmbi.index.growth_days import growth_periods
from openmbi.reports.overview.outliers import EnterpriseOutlier, RecentOutliers, ReportedOutlier, largest
from openmbi.reports.overview.report import (
    CappedReading,
    Concentration,
    Coverage,
    DataCounts,
    FestivalResumption,
    OverviewInput,
    Sensitivity,
    StoppedEnterprise,
    Timing,
)

FIRST = date(2016, 1, 1)
DAYS = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + 35)
CLOSE = np.round(np.linspace(102.0, 91.8, len(DAYS)), 2)
ENTERPRISES = np.array(["a", "b", "c", "d"])
LOCAL = timezone(timedelta(hours=8))


@pytest.fixture
def small() -> OverviewInput:
    rules = load_change_rules(None)
    return OverviewInput(
        bureau=Text("示例单位", "Example bureau"),
        zone=Text("示例园区", "Example Zone"),
        simulated=True,
        as_of=datetime(2016, 2, 5, 23, 59, 59, tzinfo=LOCAL),
        run_at=datetime(2016, 2, 6, 8, 0, tzinfo=LOCAL),
        timing=Timing.PSEUDO_REAL_TIME,
        first_day=FIRST,
        data_until=date(2016, 2, 4),
        base_first=date(2015, 1, 1),
        base_last=date(2015, 12, 31),
        base_provisional=False,
        series=IndexSeries("activity_level", "zone", DAYS, CLOSE, np.full(35, 0.975), np.arange(35) > 33),
        weekly=(
            _candle(date(2016, 1, 4), Frequency.WEEKLY, 101.4, 99.3),
            _candle(date(2016, 1, 11), Frequency.WEEKLY, 99.3, 99.9),
        ),
        monthly=(_candle(FIRST, Frequency.MONTHLY, 102.0, 93.0),),
        palette=load_all(Palette, "palettes", None)["risk"],
        zone_lights=_lights(np.where(np.arange(35) < 30, Colour.GREEN, Colour.YELLOW)[None], np.array(["zone"])),
        zone_rule=rules["zone_activity"],
        zone_reason=Text("近 28 日均值下降 6.1%", "the 28-day mean is down 6.1%"),
        enterprise_lights=_lights(
            np.array([[Colour.RED], [Colour.YELLOW], [Colour.RED], [Colour.NO_DATA]]).repeat(35, axis=1), ENTERPRISES
        ),
        enterprise_rule=rules["enterprise_activity"],
        enterprise_reasons={name: Text(f"{name} 的原因", f"reason of {name}") for name in ENTERPRISES},
        months=(
            _change(FIRST, date(2016, 1, 31), -9.0, {"a": "-9.5012", "b": "0.6000", "c": "-0.1000"}),
            _change(date(2016, 1, 31), date(2016, 2, 4), -1.2, {"a": "-1.2000", "b": "0.0000", "c": "0.0000"}),
        ),
        growth=growth(),
        recent=None,
        resumption=(_festival(2015, date(2015, 2, 19), True), _festival(2016, date(2016, 2, 8), False)),
        stopped=(StoppedEnterprise("c", date(2015, 12, 20), 47, 0.12), StoppedEnterprise("d", FIRST, 35, 0.0)),
        stopped_after_days=30,
        coverage=Coverage(sentinel_as_reading=0.975, sentinel_as_none=0.9),
        concentration=Concentration(2, 0.8),
        sensitivity=Sensitivity(as_zero=91.8, as_missing=94.126),
        members=3,
        subjects=4,
        weights={"a": 0.5, "b": 0.38, "c": 0.12},
        weights_note=Text("权重为基期用电量", "the weight is base-period use"),
        data=DataCounts(observations_in=140, accepted=138, quarantined=2, revisions=1),
        capped=(CappedReading("b", DAYS[20].item(), 611195.4, 250.6, 3.456),),
        outliers=RecentOutliers(
            date(2015, 11, 6),
            {OutlierKind.ADDITIVE_OUTLIER: 4, OutlierKind.LEVEL_SHIFT: 1},
            largest(
                [
                    EnterpriseOutlier("b", 0.38, ReportedOutlier(DAYS[3].item(), OutlierKind.ADDITIVE_OUTLIER, 0.2)),
                    EnterpriseOutlier("a", 0.55, ReportedOutlier(DAYS[9].item(), OutlierKind.LEVEL_SHIFT, -1.0)),
                ]
            ),
        ),
        names={"a": "甲厂 <A&B>"},
        industries={"a": Text("电气机械", "electrical machinery")},
        notes=(Text("用电不等于产出", "electricity is not output"),),
    )


def growth() -> ReaderGrowth:
    """Return the growth of January 2016, and of February to its fourth day, alone and with January: two years of data, no annual cycle."""
    periods = growth_periods(DAYS)
    figures = {
        "raw": [0.0534, -0.214, 0.031],
        "excluding_festival": [0.0612, 0.0455, 0.0601],
        "working_day_adjusted": [0.0575, 0.0461, 0.0584],
        "temperature_adjusted": [np.nan] * 3,
        "lunar_aligned": [0.0597, np.nan, np.nan],
        "month_annualised": [np.nan] * 3,
        "load_share": [0.9, 0.9, 0.9],
    }
    return ReaderGrowth(
        level=Level.ZONE,
        groups=np.array(["zone"]),
        periods=periods,
        **{name: np.array([values]) for name, values in figures.items()},
        enterprises=np.array([[3, 3, 3]]),
        lunar_enterprises=np.array([[3, 0, 0]]),
        parts_known=True,
        seasonal=False,
        provisional=np.array([False, True, True]),
    )


def _candle(first: date, frequency: Frequency, opened: float, close: float) -> Candle:
    low, high = sorted((opened, close))
    return Candle(period_containing(first, frequency), opened, high + 0.5, low - 0.5, close, complete=True)


def _lights(colour: np.ndarray, subjects: np.ndarray) -> Lights:
    """Return lights whose every colour counts as begun on the day it first shows, for a light that changes at most once."""
    since = DAYS[(colour == colour[:, -1:]).argmax(axis=1)]
    nothing = np.zeros(colour.shape)
    return Lights(
        "risk",
        Polarity.RISK,
        subjects,
        DAYS,
        colour.astype(np.uint8),
        nothing,
        nothing.astype(np.uint8),
        ("steady",),
        np.broadcast_to(since[:, None], colour.shape),
    )


def _change(opening: date, closing: date, change: float, points: dict[str, str]) -> Contributions:
    lines = [ContributionLine(LineKind.SUBJECT, name, Decimal(text)) for name, text in points.items()]
    published = Decimal(str(change)).quantize(Decimal("0.01"))
    rounding = published - sum((line.points for line in lines), Decimal(0))
    return Contributions(
        "activity_level",
        "zone",
        Period(closing.replace(day=1), period_containing(closing, Frequency.MONTHLY).last, Frequency.MONTHLY),
        opening,
        closing,
        published,
        (*lines, ContributionLine(LineKind.ROUNDING, "", rounding)),
    )


def _festival(year: int, new_year: date, fallback: bool) -> FestivalResumption:
    days = np.arange(np.datetime64(new_year) - 2, np.datetime64(new_year) + 9)
    rates: Floats = np.array([0.9, 0.6, 0.3, 0.31, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, np.nan])
    first, last = (date(year, 1, 1), date(year, 1, 20)) if fallback else (date(year - 1, 12, 1), date(year - 1, 12, 31))
    return FestivalResumption(new_year, first, last, fallback, 3, days, rates, rates * 1.2)

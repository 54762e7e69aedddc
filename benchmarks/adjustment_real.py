"""Yangzhong's real electricity: effects learnt to a day, judged on days after it that the fit has not seen, by what is left of the variance.

An enterprise's residual is its log use less the foretold effect. The zone's is its log total less what the foretold effects make of enterprises at their
level of late: the sum of w exp(effect), w the mean adjusted use of the last 60 days of the fit. Variances are about one mean (festival) or the
mean of each month (summer), in (log points × 100)². Every method uses the same days and enterprises: 60 active days in the fit, 40 in the judged days.

MSTL has a weekly cycle alone: no annual cycle can be had from less than two years. The regression has weekdays, days off, make-up workdays, a straight
trend, and three constants: days −10 … −1, 0 … 9 and 10 … 20 from New Year.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import chinese_calendar
import numpy as np

from benchmarks.adjustment_peers import BEFORE_DURING_AFTER, mstl_week
from benchmarks.adjustment_truth import AFTER, BEFORE, NEW_YEAR, Array, Dates, Mask, days_from_new_year, weekdays
from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.temperature import Temperature
from openmbi.catalog.calendar import load_calendar
from openmbi.core.tables import CellPanel, Reading

SENTINEL = 1.0  # the contest's stand-in for zero or no reading
FIT_DAYS, JUDGED_DAYS, LATE_DAYS = 60, 40, 60
CALENDAR = load_calendar(None)


@dataclass(frozen=True)
class Use:
    """Daily kWh (n, T) of the enterprises, NaN where there is none or the sentinel, the days (T,), and the place's mean temperature in °C (T,)."""

    kwh: Array
    days: Dates
    mean_c: Array


@dataclass(frozen=True)
class Judged:
    """What is judged: the last day of the fit, the days judged, and the group (by number) that each lies in, about whose mean the variance is."""

    name: str
    until: np.datetime64
    first: np.datetime64
    last: np.datetime64
    by_month: bool


CASES = (
    Judged(
        "Spring Festival 2016 from data to 2015-12-31",
        np.datetime64("2015-12-31"),
        NEW_YEAR[2016] + BEFORE,
        NEW_YEAR[2016] + AFTER,
        by_month=False,
    ),
    Judged(
        "June–September 2016 from data to 2016-05-31",
        np.datetime64("2016-05-31"),
        np.datetime64("2016-06-01"),
        np.datetime64("2016-09-30"),
        by_month=True,
    ),
)


def main() -> list[dict[str, object]]:
    if not os.environ.get("MBI_DATA_DIR"):
        return [{"figure": "Yangzhong: skipped, MBI_DATA_DIR is not set"}]
    use = _read(Path(os.environ["MBI_DATA_DIR"]) / "yangzhong_power")
    return [row for case in CASES for row in _rows(case, use)]


def _read(folder: Path) -> Use:
    with (folder / "yangzhong_daily_wide.csv").open(encoding="utf-8") as handle:
        _, *rows = csv.reader(handle)
    kwh = np.array([row[1:-1] for row in rows], float).T
    days = np.array([row[0].replace("/", "-") for row in rows], "M8[D]")
    return Use(np.where(kwh > SENTINEL, kwh, np.nan), days, _mean_temperature(folder / "weather_gbk.csv", days))


def _mean_temperature(file: Path, days: Dates) -> Array:
    """Return the mean of the highest and lowest temperature (T,); the few days that the file leaves out lie on straight lines."""
    with file.open(encoding="gbk") as handle:
        _, *rows = csv.reader(handle)
    known = np.array([row[0][:10] for row in rows], "M8[D]")
    mean = np.array([[float(text.removesuffix("℃")) for text in row[1:3]] for row in rows]).mean(axis=1)
    return np.interp(days.astype(float), known.astype(float), mean)


def _rows(case: Judged, use: Use) -> list[dict[str, object]]:
    fitted, judged = use.days <= case.until, (use.days >= case.first) & (use.days <= case.last)
    active = ~np.isnan(use.kwh)
    rows = (active[:, fitted].sum(axis=1) >= FIT_DAYS) & (active[:, judged].sum(axis=1) >= JUDGED_DAYS)
    kept = Use(use.kwh[rows], use.days, use.mean_c)
    left = {name: _left(kept, method(kept, fitted), fitted, judged, case.by_month) for name, method in METHODS.items()}
    ours = left.pop("ours")
    return [
        {
            "figure": f"Yangzhong, {case.name}: variance left, {what}; peer {name}",
            "ours": ours[place],
            "peer": theirs[place],
            "ratio": ours[place] / theirs[place],
        }
        for place, what in enumerate(("zone total", f"median of {rows.sum():,} enterprises"))
        for name, theirs in left.items()
    ]


def _left(use: Use, effect: Array, fitted: Mask, judged: Mask, by_month: bool) -> tuple[float, float]:
    """Return the variance left of the zone's total and the median of the enterprises', in (log points × 100)²."""
    late = np.flatnonzero(fitted)[-LATE_DAYS:]
    known = ~np.isnan(use.kwh[:, late])
    adjusted = np.where(known, use.kwh[:, late], 0.0) / np.exp(effect[:, late])
    level = adjusted.sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    total = np.log(np.nansum(use.kwh, axis=0)) - np.log(level @ np.exp(effect))
    group = use.days[judged].astype("M8[M]").astype(int) * by_month
    variance = [_variance(row, group) for row in (np.log(use.kwh) - effect)[:, judged]]
    return _variance(total[judged], group), float(np.median(variance))


def _variance(values: Array, group: np.ndarray) -> float:
    """Return the variance of the known values (d,) about the mean of their group (d,), in squared log points × 100."""
    known = ~np.isnan(values)
    values, group = values[known], group[known]
    left = np.concatenate([values[group == one] - values[group == one].mean() for one in np.unique(group)])
    return float(np.mean(left**2)) * 1e4


# The methods: each gives the effects (n, T), of which the data after the fit know nothing


def _ours(use: Use, fitted: Mask) -> Array:
    return adjust(_panel(use, fitted), CALENDAR).effect


def _ours_with_temperature(use: Use, fitted: Mask) -> Array:
    """Return the effects with those of temperature; the temperature of the judged days is the one that was observed."""
    temperature = Temperature(use.days[0], use.mean_c[None])
    return adjust(_panel(use, fitted), CALENDAR, temperature=temperature).effect


def _panel(use: Use, fitted: Mask) -> CellPanel:
    known = fitted & ~np.isnan(use.kwh)
    reading = np.where(known, Reading.NORMAL, np.where(fitted, Reading.ZERO_OR_MISSING, Reading.ABSENT)).astype(
        np.uint8
    )
    value = np.where(known, use.kwh, np.where(fitted, 0.0, np.nan))
    names = np.char.mod("s%05d", np.arange(len(value)))
    return CellPanel("use", "kWh", names, use.days, value, reading)


def _nothing(use: Use, fitted: Mask) -> Array:
    return np.zeros((len(use.kwh), len(fitted)))


def _weekly(use: Use, fitted: Mask) -> Array:
    """Return MSTL's weekly cycle; gaps are filled on straight lines."""
    logs, at = np.log(use.kwh[:, fitted]), np.flatnonzero(fitted)
    filled = [np.interp(at, at[~np.isnan(row)], row[~np.isnan(row)]) for row in logs]
    return np.array([mstl_week(row, int((~fitted).sum())) for row in filled])


def _three_segments(use: Use, fitted: Mask) -> Array:
    """Return the effects of a regression of every enterprise's logs by least squares; columns that nothing is known of have no effect."""
    calendar = _columns(use.days)
    trend = np.column_stack([np.ones(len(use.days)), np.arange(len(use.days)) / len(use.days)])
    design, found = np.hstack([trend, calendar]), np.empty(use.kwh.shape)
    for row, kwh in enumerate(use.kwh):
        known = fitted & ~np.isnan(kwh)
        found[row] = calendar @ np.linalg.lstsq(design[known], np.log(kwh[known]), rcond=None)[0][2:]
    return found


def _columns(days: Dates) -> Array:
    offset, listed = days_from_new_year(days), days.astype(object).tolist()
    off = np.array([day in chinese_calendar.constants.holidays for day in listed])
    makeup = np.array([day in chinese_calendar.constants.workdays and day.weekday() >= 5 for day in listed])
    segments = [(offset >= first) & (offset <= last) for first, last in BEFORE_DURING_AFTER]
    week = weekdays(days)
    ordinary = ~off & ~makeup
    each = [((week == day) & ordinary).astype(float) - ((week == 6) & ordinary) for day in range(6)]
    return np.column_stack([*each, off & ~np.any(segments, axis=0), makeup, *segments]).astype(float)


METHODS: dict[str, Callable[[Use, Mask], Array]] = {
    "ours": _ours,
    "ours with observed temperature": _ours_with_temperature,
    "MSTL(7)": _weekly,
    "three segments": _three_segments,
    "no adjustment": _nothing,
}


if __name__ == "__main__":
    print(*main(), sep="\n")

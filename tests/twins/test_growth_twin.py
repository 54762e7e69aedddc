"""Growth of groups against a slow plain twin: one group, one period, one enterprise and one day at a time, with dates instead of day numbers."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.catalog.calendar import load_calendar
from openmbi.cells.panel_growth import panel_growth
from openmbi.core.adjusted import AdjustedPanel, AdjustmentDetail, DayStatus, Outliers
from openmbi.core.periods import Frequency, period_containing
from openmbi.core.tables import CellPanel, Level, Reading, Stints
from openmbi.index.growth_days import growth_days
from openmbi.index.growth_sums import growth_sums
from openmbi.index.growth_use import GrowthParameters, Stage, staged_use
from openmbi.index.reader_growth import reader_growth
from openmbi.index.stint_rows import stint_rows

FIRST, LAST = date(2023, 11, 10), date(2025, 3, 20)
DAYS = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + 1)
COUNT, GROUPS = 17, 4
CALENDAR = load_calendar(None)
NEW_YEAR = {2023: date(2023, 1, 22), 2024: date(2024, 2, 10), 2025: date(2025, 1, 29)}
ONE = timedelta(days=1)


def random_world(seed: int) -> tuple[CellPanel, AdjustedPanel, Stints]:
    """Readings with zeros, gaps and sentinels; effects of every kind; enterprises that move, some in two groups."""
    random = np.random.default_rng(seed)
    shape = (COUNT, len(DAYS))
    festival, temperature, season, other = (random.normal(0, size, shape) for size in (0.4, 0.05, 0.1, 0.1))
    value = np.exp(random.normal(4, 0.5, shape))
    reading = np.full(shape, Reading.NORMAL, np.uint8)
    rare = random.random((COUNT, 1)) * 0.3
    for kind, share in ((Reading.ZERO, 0.1), (Reading.ABSENT, 0.5), (Reading.ZERO_OR_MISSING, 0.2)):
        reading[random.random(shape) < rare * share] = kind
    value[reading != Reading.NORMAL] = 0
    status = np.where(
        reading == Reading.NORMAL, DayStatus.ACTIVE, random.choice([DayStatus.IDLE, DayStatus.FESTIVAL_CLOSURE], shape)
    )
    status[reading == Reading.ABSENT] = DayStatus.ABSENT
    names = np.array([f"e{row:02d}" for row in range(COUNT)])
    nobody = Outliers(*(np.zeros(0, kind) for kind in ("U1", "M8[D]", "u1", float, float)))
    adjusted = AdjustedPanel(
        subjects=names,
        days=DAYS,
        value=np.where(status == DayStatus.ACTIVE, value, np.nan),
        fit=np.exp(random.normal(4, 0.1, shape)),
        effect=festival + temperature + other,
        residual=np.zeros(shape),
        scale=np.ones(COUNT),
        day_class=CALENDAR.day_class(DAYS),
        status=status.astype(np.uint8),
        provisional=np.zeros(len(DAYS), bool),
        detail=AdjustmentDetail(festival, temperature, season, (), nobody),
    )
    cut = random.integers(0, len(DAYS), COUNT)
    rows = [(row, row % (GROUPS - 1), 0, int(cut[row])) for row in range(COUNT)]
    rows += [(row, (row + 1) % (GROUPS - 1), int(cut[row]), len(DAYS)) for row in range(COUNT)]
    rows += [(row, GROUPS - 1, 0, len(DAYS)) for row in range(0, COUNT, 3)]
    stints = Stints(Level.CITY, np.array([f"g{k}" for k in range(GROUPS)]), *np.array(rows).T)
    return (
        CellPanel("use_kwh", "kWh", names, DAYS, np.where(reading == Reading.ABSENT, np.nan, value), reading),
        adjusted,
        stints,
    )


def dates(first: date, last: date) -> list[date]:
    return [first + number * ONE for number in range((last - first).days + 1)]


def month_of(year: int, month: int) -> list[date]:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dates(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def periods() -> Iterator[tuple[list[date], list[date], list[date]]]:
    """Yield the days of each period, of the year before, and of the month before."""
    for year, month in [(2023, 12), *((2024, m) for m in range(1, 13)), *((2025, m) for m in range(1, 4))]:
        now, then = month_of(year, month), month_of(year - 1, month)
        if now[-1] > LAST:
            now = [day for day in now if day <= LAST]
            then = then[: len(now)]
        yield now, then, month_of(year, month - 1)
        if month == 2:
            yield month_of(year, 1) + now, month_of(year - 1, 1) + then, []


def aligned(day: date) -> date:
    nearest = min(NEW_YEAR.values(), key=lambda each: abs(day - each))
    before = day - 364 * ONE
    close = min(NEW_YEAR.values(), key=lambda each: abs(before - each))
    if -35 <= (day - nearest).days <= 45 or -35 <= (before - close).days <= 45:
        return NEW_YEAR[nearest.year - 1] + (day - nearest)
    return before


class Twin:
    def __init__(self, seed: int) -> None:
        self.panel, self.adjusted, self.stints = random_world(seed)
        self.use = dict(staged_use(self.panel, self.adjusted, GrowthParameters()))

    def at(self, day: date) -> int:
        return (day - FIRST).days

    def valid(self, row: int, day: date) -> bool:
        return FIRST <= day <= LAST and self.panel.reading[row, self.at(day)] in (Reading.NORMAL, Reading.ZERO)

    def mean(self, stage: Stage, row: int, days: list[date]) -> float | None:
        """Return the mean over valid days; None where less than 80 % are, or the data do not hold all."""
        valid = [day for day in days if self.valid(row, day)]
        if not days or min(days) < FIRST or len(valid) < math.ceil(round(0.8 * len(days), 9)):
            return None
        return sum(float(self.use[stage][row, self.at(day)]) for day in valid) / len(valid)

    def members(self, group: int, day: date) -> set[int]:
        s, at = self.stints, self.at(day)
        return {
            int(r) for r, g, a, b in zip(s.row, s.group, s.first, s.stop, strict=True) if g == group and a <= at < b
        }

    def growth(self, group: int, now: list[date], then: list[date], stage: Stage) -> float:
        pairs = [(self.mean(stage, row, now), self.mean(stage, row, then)) for row in self.members(group, now[-1])]
        counted = [(a, b) for a, b in pairs if a is not None and b is not None]
        return sum(a for a, _ in counted) / sum(b for _, b in counted) - 1 if counted else math.nan

    def lunar(self, group: int, now: list[date]) -> float:
        pairs = [(day, aligned(day)) for day in now]
        if any(before < FIRST for _, before in pairs):
            return math.nan
        a = b = 0.0
        for row in self.members(group, now[-1]):
            both = [pair for pair in pairs if all(self.valid(row, day) for day in pair)]
            if len(both) >= math.ceil(round(0.8 * len(pairs), 9)):
                use = self.use[Stage.RAW][row]
                a += sum(float(use[self.at(day)]) for day, _ in both) / len(both)
                b += sum(float(use[self.at(before)]) for _, before in both) / len(both)
        return a / b - 1 if b else math.nan

    def table(self, figure: Callable[[int, list[date], list[date], list[date]], float]) -> np.ndarray:
        return np.array([[figure(group, *each) for each in periods()] for group in range(GROUPS)])


@pytest.mark.parametrize("seed", range(3))
def test_growth_of_groups_is_that_of_the_plain_twin(seed: int):
    twin = Twin(seed)
    days = growth_days(DAYS, CALENDAR, (-35, 45))
    sums = growth_sums(twin.panel, twin.adjusted, stint_rows([twin.stints]), days)
    (found,) = reader_growth(sums, [twin.stints], days)
    yearly = {
        Stage.RAW: found.raw,
        Stage.FESTIVAL: found.excluding_festival,
        Stage.CALENDAR: found.working_day_adjusted,
        Stage.TEMPERATURE: found.temperature_adjusted,
    }
    assert 10 < np.isfinite(found.raw).sum() < found.raw.size
    for stage, figures in yearly.items():
        expected = twin.table(lambda group, now, then, _, stage=stage: twin.growth(group, now, then, stage))
        np.testing.assert_allclose(figures, expected, atol=1e-10)
    np.testing.assert_allclose(
        found.lunar_aligned, twin.table(lambda group, now, *_: twin.lunar(group, now)), atol=1e-10
    )
    monthly = twin.table(lambda group, now, _, before: twin.growth(group, now, before, Stage.SEASON))
    np.testing.assert_allclose(found.month_annualised, (1 + monthly) ** 12 - 1, rtol=1e-9, atol=1e-9)


def test_strata_summed_one_after_another_are_the_whole():
    twin = Twin(5)
    days, stints = growth_days(DAYS, CALENDAR, (-35, 45)), stint_rows([twin.stints])
    whole = growth_sums(twin.panel, twin.adjusted, stints, days)
    parts = []
    for rows in (np.arange(0, COUNT, 2), np.arange(1, COUNT, 2)):
        panel = CellPanel(
            "use_kwh", "kWh", twin.panel.subjects[rows], DAYS, twin.panel.value[rows], twin.panel.reading[rows]
        )
        detail = AdjustmentDetail(
            *(getattr(twin.adjusted.detail, name)[rows] for name in ("festival", "temperature", "season")),
            (),
            twin.adjusted.detail.outliers,
        )
        fields = {
            name: getattr(twin.adjusted, name)[rows]
            for name in ("subjects", "value", "fit", "effect", "residual", "scale", "status")
        }
        shared = {"days": DAYS, "day_class": twin.adjusted.day_class, "provisional": twin.adjusted.provisional}
        parts.append(growth_sums(panel, AdjustedPanel(**fields, **shared, detail=detail), stints.of_rows(rows), days))
    again = parts[0].plus(parts[1])
    for name in ("year", "lunar", "month"):
        for column in ("now", "then", "enterprises"):
            np.testing.assert_allclose(
                getattr(getattr(again, name), column), getattr(getattr(whole, name), column), rtol=1e-12
            )
    np.testing.assert_allclose(again.every, whole.every, rtol=1e-12)


def test_raw_growth_of_the_zone_is_that_of_the_panel():
    panel, adjusted, _ = random_world(9)
    everybody = Stints(
        Level.ZONE, np.array(["z"]), np.arange(COUNT), *(np.full(COUNT, each) for each in (0, 0, len(DAYS)))
    )
    days = growth_days(DAYS, CALENDAR, (-35, 45))
    (found,) = reader_growth(growth_sums(panel, adjusted, stint_rows([everybody]), days), [everybody], days)
    for at in np.flatnonzero(days.periods.complete & ~days.periods.combined & np.isfinite(found.raw[0])).tolist():
        first: date = days.periods.first[at].item()
        current, reference = (
            period_containing(each, Frequency.MONTHLY) for each in (first, first.replace(year=first.year - 1))
        )
        plain = panel_growth(panel, current=current, reference=reference)
        assert found.raw[0, at] == pytest.approx(
            plain.growth, abs=1e-6
        )  # the panel's means are rounded to the fourth decimal
        assert found.enterprises[0, at] == plain.subjects
        assert found.load_share[0, at] == pytest.approx(plain.load_share, abs=1e-6)

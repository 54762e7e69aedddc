"""The activity level against a slow plain twin: one subject and one day at a time, straight from the definition."""

import math
from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.catalog.indexes import load_indexes
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.index.activity_level import activity_level

FIRST, DAYS, BASE = date(2015, 1, 1), 90, range(5, 35)
SPEC = load_indexes(None)["activity_level"].model_copy(
    update={
        "base_first": FIRST + timedelta(days=BASE[0]),
        "base_last": FIRST + timedelta(days=BASE[-1]),
        "minimum_base_days": 8,
        "entry_active_days": 6,
    }
)
EXIT_DAYS = {2: 20, 3: 50, 4: 70}
EXITS = {f"s{k}": FIRST + timedelta(days=day) for k, day in EXIT_DAYS.items()}


def random_panel(seed: int, subjects: int = 15) -> AdjustedPanel:
    generator = np.random.default_rng(seed)
    status = np.empty((subjects, DAYS), np.uint8)
    for row in status:  # spells of one status, each of 1 to 12 days
        day = 0
        while day < DAYS:
            length = generator.integers(1, 13)
            row[day : day + length] = generator.choice([*DayStatus], p=[0.5, 0.25, 0.1, 0.15])
            day += length
    status[0] = DayStatus.ACTIVE
    status[-2:, : BASE[-1] - 3] = DayStatus.ABSENT  # entrants
    size = np.exp(generator.normal(3, 2, (subjects, 1)))
    fit = size * np.exp(generator.normal(0, 0.1, status.shape))
    fit[generator.random(subjects) < 0.3] = np.nan
    value = np.where(status == DayStatus.ACTIVE, size * np.exp(generator.normal(0, 0.3, status.shape)), np.nan)
    value[generator.random(value.shape) < 0.1] *= 20
    value[:3, 60:65] *= 20
    none = np.zeros(status.shape)
    days = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + DAYS)
    names = np.array([f"s{k}" for k in range(subjects)])
    calendar = (np.zeros(DAYS, np.uint8), status, np.zeros(DAYS, bool))
    return AdjustedPanel(names, days, value, fit, none, none, np.full(subjects, 0.2), *calendar)


def stopped(status: list[int]) -> set[int]:
    """Return the days of idle runs of four idle days or more."""
    result: set[int] = set()
    run: list[int] = []
    idle = 0
    for day, what in [*enumerate(status), (len(status), DayStatus.ACTIVE)]:
        ends = what == DayStatus.ACTIVE or (what == DayStatus.FESTIVAL_CLOSURE and idle <= 3)
        if ends:
            result |= set(run) if idle > 3 else set()
            run, idle = [], 0
        elif what == DayStatus.IDLE or run:
            run.append(day)
            idle += what == DayStatus.IDLE
    return result


def counted(status: list[int], value: list[float], fit: list[float], scale: float) -> list[float]:
    """Return the values with every run of up to three spikes pulled back to the cap."""
    result, run = list(value), []
    cap = [each * max(SPEC.spike_least_factor, math.exp(SPEC.spike_scale_multiple * scale)) for each in fit]
    for day in range(len(status) + 1):
        if day < len(status) and status[day] == DayStatus.ACTIVE and value[day] > cap[day]:
            run.append(day)
            continue
        if len(run) <= SPEC.spike_days_capped:
            for spike in run:
                result[spike] = cap[spike]
        run = []
    return result


def use_of(status: list[int], value: list[float], fit: list[float], scale: float) -> list[float]:
    result: list[float] = []
    capped = counted(status, value, fit, scale)
    nothing = stopped(status)
    for day, what in enumerate(status):
        past = [value[k] for k in range(day + 1) if status[k] == DayStatus.ACTIVE]
        if what == DayStatus.ACTIVE:
            result.append(capped[day])
        elif day in nothing:
            result.append(0.0)
        elif fit[day] == fit[day]:
            result.append(fit[day])
        else:
            result.append(sum(past) / len(past) if past else 0.0)
    return result


def span_and_base(k: int, status: list[int], use: list[float]) -> tuple[range, float] | None:
    """Return the days of membership and the base mean; None for who is never a member."""
    out = EXIT_DAYS.get(k, DAYS)
    active = [day for day in range(BASE[0], out) if status[day] == DayStatus.ACTIVE]
    in_base = [day for day in BASE if day < out]
    if sum(day in BASE for day in active) >= SPEC.minimum_base_days:
        return range(out), sum(use[day] for day in in_base) / len(in_base)
    if len(active) < SPEC.entry_active_days:
        return None
    first = active[: SPEC.entry_active_days]
    entry = max(first[-1] + 1, BASE[-1] + 1)
    return (range(entry, out), sum(use[day] for day in first) / len(first)) if entry < out else None


def level_of(panel: AdjustedPanel) -> list[float]:
    rows = zip(panel.status.tolist(), panel.value.tolist(), panel.fit.tolist(), panel.scale.tolist(), strict=True)
    uses = [use_of(*row) for row in rows]
    found = {k: span_and_base(k, panel.status[k].tolist(), use) for k, use in enumerate(uses)}
    members = {k: entry for k, entry in found.items() if entry}

    def load(day: int, on: int) -> float:
        """Return Σ w v of `day` over the members of the day `on`."""
        return sum(base * (uses[k][day] / base) for k, (span, base) in members.items() if on in span)

    divisor = sum(base for span, base in members.values() if 0 in span) / 100
    level = [load(0, 0) / divisor]
    for day in range(1, DAYS):
        now, before = ({k for k, (span, _) in members.items() if on in span} for on in (day, day - 1))
        if now != before:
            divisor *= load(day - 1, day) / load(day - 1, day - 1)
        level.append(load(day, day) / divisor)
    mean = sum(level[day] for day in BASE) / len(BASE)
    return [100 * value / mean for value in level]


@pytest.mark.parametrize("seed", range(12))
def test_the_level_is_its_twins(seed):
    panel = random_panel(seed)
    terms, series = activity_level(panel, SPEC, exits=EXITS)
    np.testing.assert_allclose(series.close, level_of(panel), rtol=1e-10)
    assert (terms.member[:, 1:] != terms.member[:, :-1]).any()
    assert terms.capped.any()

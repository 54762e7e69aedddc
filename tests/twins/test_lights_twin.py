"""Enterprise lights against a slow plain twin: one subject and one day at a time, straight from the rule."""

from statistics import fmean

import numpy as np
import pytest

from openmbi.catalog.lights import load_change_rules
from openmbi.core.tables import CellPanel, Colour, IndexTerms, Reading
from openmbi.lights.enterprise import enterprise_lights

RULE = load_change_rules(None)["enterprise_activity"].model_copy(
    update={"recent_days": 4, "reference_days": 10, "minimum_history_days": 12, "idle_red_days": 9}
)
DAYS = 150


def random_terms(seed: int, subjects: int = 12) -> tuple[IndexTerms, CellPanel]:
    generator = np.random.default_rng(seed)
    level = np.empty((subjects, DAYS))
    reading = np.full(level.shape, Reading.NORMAL, np.uint8)
    for k in range(subjects):  # spells of one mean, now and then of nothing, a closure at 1, or no reading
        day = 0
        while day < DAYS:
            length = int(generator.integers(1, 20))
            spell = slice(day, day + length)
            kind = generator.choice(["use", "idle", "closure", "absent"], p=[0.65, 0.15, 0.1, 0.1])
            mean = {"use": np.exp(generator.normal(0, 0.5)), "idle": 0.0}.get(kind, 1.0)
            level[k, spell] = mean * np.exp(generator.normal(0, 0.1, len(level[k, spell])))
            reading[k, spell] = {
                "use": Reading.NORMAL,
                "idle": generator.choice([Reading.ZERO, Reading.ZERO_OR_MISSING]),
                "closure": Reading.ZERO,
                "absent": Reading.ABSENT,
            }[kind]
            day += length
    member = np.ones(level.shape, bool)
    member[0, :40], member[1, 100:] = False, False
    days = np.arange(np.datetime64("2015-01-01"), np.datetime64("2015-01-01") + DAYS)
    names = np.array([f"s{k}" for k in range(subjects)])
    value = np.where(reading == Reading.ABSENT, np.nan, np.where(reading == Reading.NORMAL, level, 0))
    relative = np.where(member, level, np.nan)
    no = np.zeros(level.shape, bool)
    terms = IndexTerms("level", names, days, np.ones(subjects), relative, member, np.ones(DAYS), no, no)
    return terms, CellPanel("use_kwh", "kWh", names, days, value, reading)


def measure_of(relative: list[float], member: list[bool], reading: list[int], day: int) -> float | None:
    recent = range(day - RULE.recent_days + 1, day + 1)
    past = [k for k in range(recent[0]) if member[k] and reading[k] == Reading.NORMAL] if recent[0] >= 0 else []
    if len(past) < max(RULE.minimum_history_days, RULE.reference_days) or not all(member[k] for k in recent):
        return None
    return fmean(relative[k] for k in recent) / fmean(relative[k] for k in past[-RULE.reference_days :]) - 1


def is_long_idle(relative: list[float], reading: list[int], day: int) -> bool:
    start = day
    while start >= 0 and relative[start] == 0:
        start -= 1
    nothing = sum(reading[k] in (Reading.ZERO, Reading.ZERO_OR_MISSING) for k in range(start + 1, day + 1))
    return nothing >= RULE.idle_red_days and Reading.NORMAL in reading[: start + 1]


def colours_of(relative: list[float], member: list[bool], reading: list[int]) -> list[Colour]:
    yellow, red = RULE.thresholds[0].bounds
    result: list[Colour] = []
    for day in range(DAYS):
        before = result[-1] if result else Colour.NO_DATA
        week = reading[max(day - RULE.recent_days + 1, 0) : day + 1]
        measure = measure_of(relative, member, reading, day)
        full = len(week) == RULE.recent_days
        thin = full and sum(what != Reading.ABSENT for what in week) / RULE.recent_days < RULE.minimum_coverage
        if not member[day] or thin:
            result.append(Colour.NO_DATA)
        elif is_long_idle(relative, reading, day):
            result.append(Colour.RED)
        elif measure is None:
            result.append(Colour.NO_DATA)
        elif measure <= red.open or (before == Colour.RED and measure <= red.close):
            result.append(Colour.RED)
        elif measure <= yellow.open or (before in (Colour.YELLOW, Colour.RED) and measure <= yellow.close):
            result.append(Colour.YELLOW)
        else:
            result.append(Colour.GREEN)
    return result


@pytest.mark.parametrize("seed", range(8))
def test_the_lights_are_their_twins(seed):
    terms, panel = random_terms(seed)
    lights = enterprise_lights(terms, panel, RULE)
    rows = zip(terms.relative.tolist(), terms.member.tolist(), panel.reading.tolist(), strict=True)
    expected = np.array([colours_of(*row) for row in rows])
    np.testing.assert_array_equal(lights.colour, expected)
    assert {Colour.NO_DATA, Colour.GREEN, Colour.YELLOW, Colour.RED} == set(np.unique(expected).tolist())

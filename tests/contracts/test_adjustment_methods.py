"""Every adjustment method, found by discovery: the same shapes, the same bits twice, both languages, and a clear refusal of what it cannot do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.adjustment.methods import method_named, method_names
from openmbi.adjustment.protocol import EVERY_PARAMETER, FIRST_VALUES, OUTPUT_ONLY, Options
from openmbi.adjustment.temperature import Temperature
from openmbi.catalog.calendar import Calendar, load_calendar
from openmbi.core.periods import Frequency, first_days
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Reading

METHODS = {name: method_named(name) for name in method_names()}
CASES = [(name, frequency) for name, method in METHODS.items() for frequency in sorted(method.frequencies)]
every_method = pytest.mark.parametrize("name", METHODS)
every_case = pytest.mark.parametrize(("name", "frequency"), CASES)
LENGTH = {Frequency.DAILY: 2, Frequency.WEEKLY: 4, Frequency.MONTHLY: 6, Frequency.QUARTERLY: 9}


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(None)


def invented(calendar: Calendar, frequency: Frequency) -> CellPanel:
    """Four series over some years: a quiet and a noisy one, one with gaps and an idle stretch, one that is never active."""
    days = np.arange("2013-12-30", f"{2013 + LENGTH[frequency]}-12-29", dtype="M8[D]")
    if frequency in (Frequency.MONTHLY, Frequency.QUARTERLY):
        days = np.arange("2014-01-01", f"{2014 + LENGTH[frequency]}-01-01", dtype="M8[D]")
    offset = calendar.days_from_new_year(days)
    rate = 3 + 0.1 * np.sin(2 * np.pi * np.arange(len(days)) / 365.25) - 0.8 * np.exp(-0.5 * (offset / 7.0) ** 2)
    noise = np.random.default_rng(5).normal(0, 1, (4, len(days))) * np.array([[0.02], [0.1], [0.05], [0.05]])
    first = first_days(days, frequency)
    start = np.flatnonzero(np.concatenate([[True], first[1:] != first[:-1]]))
    value = np.add.reduceat(np.exp(rate + noise), start, axis=1)
    reading = np.full(value.shape, Reading.NORMAL, np.uint8)
    reading[2, 10:12], value[2, 10:12] = Reading.ABSENT, np.nan
    reading[2, 14], value[2, 14] = Reading.ZERO, 0.0
    reading[3], value[3] = Reading.ZERO, 0.0
    return CellPanel("use_kwh", "kWh", np.array(["b", "a", "d", "c"]), first[start], value, reading)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()


@every_method
def test_a_method_says_what_it_is(name: str):
    method = METHODS[name]
    assert method.name.zh
    assert method.name.en
    assert method.citation.zh
    assert method.citation.en
    assert method.frequencies
    assert method.uses <= EVERY_PARAMETER
    assert method.installed, "the tests need every extra"


@every_case
def test_the_panel_keeps_its_subjects_days_and_shapes(name: str, frequency: Frequency, calendar: Calendar):
    panel = invented(calendar, frequency)
    before = panel.value.copy(), panel.reading.copy()
    examined = METHODS[name].examine(panel, calendar, Options(frequency, None, None, FIRST_VALUES))
    adjusted, shape = examined.adjusted, panel.value.shape
    assert adjusted.subjects.tolist() == panel.subjects.tolist()
    assert same(adjusted.days, panel.days)
    for table in (adjusted.value, adjusted.fit, adjusted.effect, adjusted.residual, adjusted.status):
        assert table.shape == shape
    assert adjusted.scale.shape == shape[:1]
    assert adjusted.day_class.shape == adjusted.provisional.shape == shape[1:]
    assert same(panel.value, before[0])
    assert same(panel.reading, before[1])
    active = (panel.reading == Reading.NORMAL) & (panel.value > 0)
    assert ((~np.isnan(adjusted.value)) == active).all()
    assert np.isfinite(adjusted.effect).all()
    assert "c" in {one.subject for one in examined.refused}
    assert all(one.reason.zh and one.reason.en for one in examined.refused)
    if adjusted.detail:
        for part in (adjusted.detail.festival, adjusted.detail.temperature, adjusted.detail.season):
            assert part.shape == shape
            assert np.isfinite(part).all()


@every_case
def test_the_same_inputs_give_the_same_bits(name: str, frequency: Frequency, calendar: Calendar):
    panel = invented(calendar, frequency)
    one, other = (METHODS[name].adjust(panel, calendar, frequency=frequency) for _ in range(2))
    for field in ("value", "fit", "effect", "residual", "scale", "status"):
        assert same(getattr(one, field), getattr(other, field))


@every_method
def test_a_frequency_that_it_cannot_do_is_refused(name: str, calendar: Calendar):
    method = METHODS[name]
    for frequency in set(Frequency) - method.frequencies:
        panel = invented(calendar, Frequency.MONTHLY)
        with pytest.raises(Problem) as problem:
            method.adjust(panel, calendar, frequency=frequency)
        assert problem.value.code == "adjustment.frequency"


@every_method
def test_an_option_that_it_cannot_use_is_refused(name: str, calendar: Calendar):
    method = METHODS[name]
    frequency = min(method.frequencies)
    panel = invented(calendar, frequency)
    given = {
        "strata": np.zeros(4, np.uint8),
        "temperature": Temperature(panel.days[0], np.full((1, 4000), 18.0)),
    }
    for option in given.keys() - method.takes:
        with pytest.raises(Problem) as problem:
            method.adjust(panel, calendar, frequency=frequency, **{option: given[option]})
        assert (problem.value.code, problem.value.field) == ("adjustment.option", option)
    for parameter in {"deep_factor", "rounds"} - method.uses - OUTPUT_ONLY:
        changed = replace(FIRST_VALUES, **{parameter: 1})
        with pytest.raises(Problem) as problem:
            method.adjust(panel, calendar, frequency=frequency, parameters=changed)
        assert (problem.value.code, problem.value.field) == ("adjustment.option", f"parameters.{parameter}")


@every_method
def test_bad_input_is_refused(name: str, calendar: Calendar):
    method = METHODS[name]
    frequency = min(method.frequencies)
    panel = invented(calendar, frequency)
    torn = replace(panel, days=np.delete(panel.days, 3), value=panel.value[:, 1:], reading=panel.reading[:, 1:])
    with pytest.raises(Problem) as problem:
        method.adjust(torn, calendar, frequency=frequency)
    assert problem.value.code == "adjustment.periods"
    with pytest.raises(Problem) as problem:
        method.adjust(replace(panel, subjects=panel.subjects[1:]), calendar, frequency=frequency)
    assert problem.value.code == "adjustment.shape"


def test_an_unknown_method_is_a_problem():
    with pytest.raises(Problem) as problem:
        method_named("tramo")
    assert problem.value.code == "adjustment.no-method"


def test_what_is_not_installed_says_how_to_get_it(calendar: Calendar):
    lacking = replace(METHODS["stl"], needs=("reference", "no_such_module"))
    with pytest.raises(Problem) as problem:
        lacking.adjust(invented(calendar, Frequency.MONTHLY), calendar, frequency=Frequency.MONTHLY)
    assert problem.value.code == "adjustment.not-installed"
    assert "openmbi[reference]" in problem.value.fix.en

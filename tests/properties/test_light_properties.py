"""What holds for every light."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openmbi.catalog.lights import load_change_rules
from openmbi.core.tables import Colour, IndexSeries
from openmbi.lights.zone import zone_lights

RULE = load_change_rules(None)["zone_activity"].model_copy(
    update={"recent_days": 3, "reference_days": 4, "minimum_history_days": 9}
)


def lights_of(close: np.ndarray, coverage: np.ndarray):
    days = np.arange(np.datetime64("2015-01-01"), np.datetime64("2015-01-01") + len(close))
    return zone_lights(IndexSeries("level", "town", days, close, coverage, np.zeros(len(close), bool)), RULE)


@st.composite
def paths(draw) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    length = draw(st.integers(1, 90))
    close = 100 * np.exp(np.cumsum(generator.normal(0, draw(st.floats(0.001, 0.1)), length)))
    return close, np.where(generator.random(length) < draw(st.floats(0, 0.2)), 0.0, 1.0)


@given(paths(), st.integers(1, 90))
def test_later_data_never_alter_a_light(path, known):
    close, coverage = path
    known = min(known, len(close))
    early, late = lights_of(close[:known], coverage[:known]), lights_of(close, coverage)
    for name in ("colour", "reason", "since"):
        np.testing.assert_array_equal(getattr(early, name), getattr(late, name)[:, :known])


@given(paths())
def test_no_data_is_never_green_and_every_colour_has_its_ground(path):
    close, coverage = path
    lights = lights_of(close, coverage)
    colour, measure = lights.colour[0], lights.measure[0]
    covered = np.array(
        [
            coverage[max(t - 2, 0) : t + 1].mean() >= 0.8 and coverage[max(t - 6, 0) : max(t - 2, 0)].mean() >= 0.8
            for t in range(len(close))
            if t >= 8
        ]
    )
    assert (colour[:8] == Colour.NO_DATA).all()
    np.testing.assert_array_equal(colour[8:] != Colour.NO_DATA, covered)
    assert (measure[colour == Colour.GREEN] > -0.05).all()
    assert (measure[colour == Colour.YELLOW] > -0.10).all()
    assert (measure[colour == Colour.YELLOW] <= -0.025).all()
    assert (measure[colour == Colour.RED] <= -0.05).all()


@given(paths())
def test_since_is_the_first_day_of_the_colour(path):
    lights = lights_of(*path)
    first = np.searchsorted(lights.days, lights.since[0])
    for day, start in enumerate(first):
        assert (lights.colour[0, start : day + 1] == lights.colour[0, day]).all()
        assert start == 0 or lights.colour[0, start - 1] != lights.colour[0, day]

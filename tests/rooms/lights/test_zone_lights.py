from datetime import date

import numpy as np
import pytest

from openmbi.core.tables import Colour
from openmbi.lights.reasons import Reason
from openmbi.lights.zone import zone_lights

NO_DATA, GREEN, YELLOW, RED = Colour.NO_DATA, Colour.GREEN, Colour.YELLOW, Colour.RED


def growing(changes: list[float]) -> np.ndarray:
    """Return closes of 28-day blocks, each changed against the one before, after 112 days of 100."""
    blocks = 100 * np.cumprod([1, 1, 1, 1, *(1 + change for change in changes)])
    return np.repeat(blocks, 28)


def at_block_ends(lights) -> list[int]:
    return lights.colour[0, 139::28].tolist()


@pytest.mark.parametrize(
    ("changes", "colours"),
    [
        ([-0.049], [GREEN]),
        ([-0.051], [YELLOW]),
        ([-0.099], [YELLOW]),
        ([-0.101], [RED]),
        ([-0.101, -0.051], [RED, RED]),  # red holds to −5 % …
        ([-0.101, -0.049], [RED, YELLOW]),  # … and falls to yellow,
        ([-0.101, -0.049, -0.051], [RED, YELLOW, YELLOW]),  # which opens red again only at −10 %
        ([-0.051, -0.026], [YELLOW, YELLOW]),  # yellow holds to −2.5 %
        ([-0.051, -0.024], [YELLOW, GREEN]),
        ([-0.051, -0.024, -0.026], [YELLOW, GREEN, GREEN]),
        ([-0.101, 0.0], [RED, GREEN]),
        ([0.3], [GREEN]),
    ],
)
def test_bounds_open_and_close(series, rules, changes, colours):
    assert at_block_ends(zone_lights(series(growing(changes)), rules["zone_activity"])) == colours


def test_grey_until_there_are_90_days(series, rules):
    lights = zone_lights(series(np.full(100, 100.0)), rules["zone_activity"])
    assert lights.colour[0].tolist() == [NO_DATA] * 89 + [GREEN] * 11
    assert set(lights.reason[0, :89].tolist()) == {Reason.SHORT_HISTORY}
    assert lights.since[0, [50, 95]].tolist() == [date(2015, 1, 1), date(2015, 3, 31)]


@pytest.mark.parametrize(("covered", "colour"), [(0.8, GREEN), (0.79, NO_DATA)])
@pytest.mark.parametrize("window", [slice(44, 72), slice(72, 100)])
def test_grey_where_either_window_is_thinly_covered(series, rules, window, covered, colour):
    coverage = np.ones(100)
    coverage[window] = covered
    lights = zone_lights(series(np.full(100, 100.0), coverage), rules["zone_activity"])
    assert lights.colour[0, -1] == colour


def test_after_no_data_only_opening_bounds_count(series, rules):
    close = growing([-0.101, -0.06, -0.06])
    assert at_block_ends(zone_lights(series(close), rules["zone_activity"])) == [RED, RED, RED]
    coverage = np.ones(len(close))
    coverage[140:168] = 0
    greyed = zone_lights(series(close, coverage), rules["zone_activity"])
    assert at_block_ends(greyed) == [RED, NO_DATA, NO_DATA]
    assert greyed.colour[0, -28:].max() == NO_DATA


def test_grey_before_thresholds_are_in_force(series, rules):
    rule = rules["zone_activity"]
    later = rule.model_copy(
        update={"thresholds": (rule.thresholds[0].model_copy(update={"valid_from": date(2015, 4, 5)}),)}
    )
    lights = zone_lights(series(np.full(100, 100.0)), later)
    assert lights.colour[0].tolist() == [NO_DATA] * 94 + [GREEN] * 6
    assert lights.reason[0, 93] == Reason.NO_THRESHOLD


def test_a_fall_is_judged_by_the_bounds_in_force_on_its_day(series, rules):
    rule = rules["zone_activity"]
    (now,) = rule.thresholds
    milder = [bound.model_copy(update={"open": bound.open * 2}) for bound in now.bounds]
    changed = now.model_copy(update={"valid_from": date(2015, 5, 21), "bounds": tuple(milder)})
    lights = zone_lights(series(growing([-0.06, -0.06])), rule.model_copy(update={"thresholds": (now, changed)}))
    assert at_block_ends(lights) == [YELLOW, YELLOW]
    fresh = zone_lights(series(growing([0.0, -0.06])), rule.model_copy(update={"thresholds": (now, changed)}))
    assert at_block_ends(fresh) == [GREEN, GREEN]


def test_an_index_at_a_standstill_has_no_reference(series, rules):
    assert zone_lights(series(np.zeros(100)), rules["zone_activity"]).colour[0, -1] == NO_DATA

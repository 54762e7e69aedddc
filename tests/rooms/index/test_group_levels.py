"""Levels of groups on panels worked by hand; a letter a day as in `conftest`."""

from datetime import date

import numpy as np
import pytest

from openmbi.core.adjusted import DayStatus
from openmbi.core.tables import GroupSeries, Level, Stints
from openmbi.index.activity_level import activity_level
from openmbi.index.group_levels import group_levels
from openmbi.index.membership import base_days


def stints_of(level: Level, *stints: tuple[int, str, int, int]) -> Stints:
    groups = sorted({group for _, group, _, _ in stints})
    columns = [(row, groups.index(group), first, stop) for row, group, first, stop in stints]
    return Stints(level, np.array(groups), *np.array(columns, np.intp).T)


@pytest.fixture
def levels(spec):
    def build(panel, stints: Stints, exits=None) -> tuple[GroupSeries, np.ndarray]:
        terms, series = activity_level(panel, spec, exits=exits or {})
        groups = group_levels(
            terms,
            stints,
            reported=panel.status != DayStatus.ABSENT,
            base_day=base_days(panel.days, spec),
            provisional=panel.provisional,
        )
        return groups, series.close

    return build


def test_the_zone_as_a_group_is_the_zone(adjusted, levels):
    days = {"stays": "a" * 20, "enters": "-" * 10 + "a" * 10, "exits": "a" * 20}
    panel = adjusted(days, use={"stays": [*range(10, 30)], "enters": 7.0, "exits": 40.0})
    zone = stints_of(Level.ZONE, *((row, "z", 0, 20) for row in range(3)))
    found, close = levels(panel, zone, {"exits": date(2015, 1, 17)})
    np.testing.assert_allclose(found.close[0], close, rtol=1e-12)
    assert found.weight.tolist() == [1.0]
    assert found.members.tolist() == [2]
    assert not found.restarted.any()


def test_a_move_alone_moves_neither_group(adjusted, levels):
    panel = adjusted(
        dict.fromkeys("xyz", "a" * 16),
        use={"x": 10.0, "y": [30.0] * 10 + [60.0] * 6, "z": [20.0] * 10 + [10.0] * 6},
    )
    moves = stints_of(Level.CITY, (0, "north", 0, 16), (1, "south", 0, 16), (2, "north", 0, 13), (2, "south", 13, 16))
    found, _ = levels(panel, moves)
    north, south = found.close
    np.testing.assert_allclose(north, [100] * 10 + [200 / 3] * 6, rtol=1e-12)
    np.testing.assert_allclose(south, [100] * 10 + [200] * 6, rtol=1e-12)
    assert found.members.tolist() == [1, 2]


def test_a_group_without_members_has_no_level_and_begins_anew(adjusted, levels):
    panel = adjusted({"x": "a" * 16, "y": "a" * 16}, use={"x": [10.0] * 10 + [20.0] * 6, "y": 10.0})
    moves = stints_of(Level.CITY, (0, "n", 0, 12), (0, "s", 12, 14), (0, "n", 14, 16), (1, "s", 0, 16), (1, "w", 3, 16))
    found, _ = levels(panel, moves)
    np.testing.assert_allclose(found.close[0], [100] * 10 + [200] * 2 + [np.nan] * 2 + [200] * 2, rtol=1e-12)
    assert np.flatnonzero(found.restarted[0]).tolist() == [14]
    np.testing.assert_allclose(found.close[1], 100, rtol=1e-12)
    assert np.isnan(found.close[2, :3]).all()
    assert not found.restarted[1:].any()
    assert found.coverage[0].tolist() == [1.0] * 12 + [0.0] * 2 + [1.0] * 2


def test_a_group_at_a_standstill_is_at_0_and_not_anew(adjusted, levels):
    panel = adjusted({"x": "a" * 10 + "i" * 5 + "a", "y": "a" * 16, "z": "a" * 10 + "i" * 6}, use=10.0)
    moves = stints_of(Level.CITY, (0, "n", 0, 16), (1, "s", 0, 16), (2, "n", 0, 13))
    found, _ = levels(panel, moves)
    np.testing.assert_allclose(found.close[0], [100] * 10 + [0] * 5 + [100], rtol=1e-12)
    assert np.flatnonzero(found.restarted[0]).tolist() == [
        13
    ]  # z leaves a group that stands still: nothing to chain to

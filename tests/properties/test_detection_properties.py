"""What holds for detection whatever the data: p-values keep their promise, nothing that comes later alters what was found, no unit matters."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmbi.alerts.detection.calibration import BINS, Calibration
from openmbi.alerts.detection.day_classes import day_classes
from openmbi.alerts.detection.multiplicity import discoveries
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.replay import Replayed, replay
from openmbi.alerts.detection.watch import Members, Series
from openmbi.core.tables import Colour, DayClass

SMALL = DetectionParameters(
    lags=(1, 3, 7, 14), reference_days=30, needed_days=15, pattern_days=14, learning_days=60, learning_settles_after=20,
    false_discovery_rate=0.3, pooled_days=3,
)  # fmt: skip
CELLS, IN_A_CELL, LENGTH, FIRST_ALERT = 4, 12, 100, 62
COUNT = CELLS * IN_A_CELL


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, BINS - 1)), min_size=1, max_size=60),
    st.lists(st.integers(0, 1), min_size=3, max_size=3),
    st.booleans(),
)
def test_p_values_of_exchangeable_scores_are_superuniform(scores, pool, merged: bool):
    """Each score is judged by all others of its group: of N, at most k have a p-value of k/N or less, for every k; in a stratum, or in a merged pool."""
    stratum, place = (np.array(each, np.intp) for each in zip(*scores, strict=True))
    calibration = Calibration(np.arange(3), np.array(pool, np.intp))
    for row, score in zip(stratum.tolist(), place.tolist(), strict=True):
        calibration.add(0, 0, np.array([score]), np.array([row]))
    p_value = np.empty(len(scores))
    for i, (row, score) in enumerate(zip(stratum.tolist(), place.tolist(), strict=True)):
        calibration.put(0, score, row, -1)
        judged = np.zeros(3, np.intp)
        judged[row] = score
        p_value[i] = calibration.p_values(judged, 0, 0, np.inf if merged else 0, 0)[row]
        calibration.put(0, score, row)
    group = np.array(pool)[stratum] if merged else stratum
    for each in np.unique(group):
        mine = np.sort(p_value[group == each])
        assert (mine >= np.arange(1, len(mine) + 1) / len(mine) - 1e-12).all()


@given(
    st.lists(st.tuples(st.floats(1e-9, 1), st.booleans()), min_size=1, max_size=50),
    st.integers(0, 20),
    st.integers(1, 14),
)
def test_q_values_rise_with_p_values_and_more_is_found_at_a_higher_rate(drawn, before: int, days: int):
    p_value, tested = (np.array(each) for each in zip(*drawn, strict=True))
    found, q_value = discoveries(p_value, tested, 0.1, before=before, days=days)
    order = np.argsort(p_value[tested], kind="stable")
    assert (np.diff(q_value[tested][order]) >= 0).all()
    assert ((q_value >= 0) & (q_value <= 1)).all()
    assert (found == (tested & (q_value <= 0.1))).all()
    more, _ = discoveries(p_value, tested, 0.2, before=before, days=days)
    assert (more | ~found).all()
    _, easier = discoveries(p_value, tested, 0.1, before=before + 1, days=days)
    assert (easier <= q_value).all()
    _, harder = discoveries(p_value, tested, 0.1, before=before, days=days + 1)
    assert (harder >= q_value).all()


class SmallTown:
    """48 enterprises of noise, two indicators, a few of them struck by stops, falls, rises, silences; a cell that falls. All levels are dyadic fractions."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.days = np.arange(np.datetime64("2024-05-06"), np.datetime64("2024-05-06") + LENGTH)
        own = rng.normal(6, 1, COUNT)[:, None]
        self.level = [own + rng.normal(0, noise, (COUNT, LENGTH)) for noise in (0.05, 0.1)]
        self.idle = np.zeros((COUNT, LENGTH), bool)
        for row in rng.choice(COUNT, 6, replace=False).tolist():
            self._strike(row, rng)
        self.level[0][:IN_A_CELL, int(rng.integers(FIRST_ALERT, LENGTH - 10)) :] -= 0.4
        self.level = [(np.round(each * 1024) / 1024).astype(np.float32) for each in self.level]
        cell = np.repeat(np.arange(CELLS), IN_A_CELL)
        self.members = Members(
            subjects=np.array([f"E{row:02d}" for row in range(COUNT)]), city=cell // 2, industry=cell % 2, cell=cell,
            owner=np.where(np.arange(COUNT) < 8, np.arange(COUNT) // 2, -1), cities=np.array(["440100", "440200"]),
            industries=np.array(["C13", "C14"]), cells=np.array([f"c{k}" for k in range(CELLS)]), zone="440000",
        )  # fmt: skip
        weekday = (self.days.astype(int) + 3) % 7
        self.kind = np.where(weekday >= 5, DayClass.WEEKEND, DayClass.WORKDAY).astype(np.uint8)

    def _strike(self, row: int, rng: np.random.Generator) -> None:
        first = int(rng.integers(FIRST_ALERT - 5, LENGTH - 15))
        days = slice(first, first + int(rng.integers(3, 40)))
        match int(rng.integers(4)):
            case 0:
                self.idle[row, days] = True
                self.level[0][row, days] = np.nan
            case 1:
                self.level[0][row, days] = np.nan
            case 2:
                self.level[0][row, days] += 1.0
            case _:
                self.level[0][row, days] -= 0.7
                self.level[1][row, days] -= 0.9

    def replayed(self, stop: int = LENGTH, added: tuple[float, float] = (0.0, 0.0)) -> Replayed:
        """Judge the days before `stop`; `added`: to the logs of each indicator."""
        made = [
            Series(name, unit, level[:, :stop] + np.float32(more), idle[:, :stop], np.full(COUNT, noise))
            for name, unit, level, idle, noise, more in zip(
                ("use_kwh", "freight_t"), ("kWh", "t"), self.level, (self.idle, np.zeros_like(self.idle)), (0.05, 0.1),
                added, strict=True,
            )
        ]  # fmt: skip
        classes = day_classes(self.kind[:stop], np.full(stop, 200), SMALL.deep_festival)
        return replay(made, self.members, self.days[:stop], classes, first_alert=FIRST_ALERT, parameters=SMALL)


@cache
def whole(seed: int) -> Replayed:
    return SmallTown(seed).replayed()


@pytest.mark.parametrize(("seed", "stop"), [(0, 83), (1, 92)])
def test_later_days_never_alter_an_earlier_alert(seed: int, stop: int):
    """All but what an alert came to: its colour once it has lasted, and whether a group's covers it, follow the days."""
    one = SmallTown(seed)
    newest = one.days[stop - 1].item()

    def told(made: Replayed) -> list[str]:
        plain = [replace(alert, colour=Colour.YELLOW, covered_by=None) for alert in made.alerts]
        return [repr(alert) for alert in plain if alert.found_on <= newest]

    earlier = told(one.replayed(stop))
    assert earlier == told(whole(seed))
    assert len(earlier) > 0


@pytest.mark.parametrize(("seed", "added"), [(0, (2.0, 0.0)), (1, (-3.0, 4.0))])
def test_another_unit_changes_no_alert(seed: int, added: tuple[float, float]):
    """All readings of an indicator times a constant: the same alerts, whose amounts are so many times as large."""
    plain, other = whole(seed).alerts, SmallTown(seed).replayed(added=added).alerts
    assert len({alert.level for alert in plain}) >= 2
    assert [(a.key, a.since, a.channels, a.colour, a.covered_by, a.p_value, a.q_value) for a in plain] == [
        (a.key, a.since, a.channels, a.colour, a.covered_by, a.p_value, a.q_value) for a in other
    ]
    factor: dict[str, float] = dict(zip(("use_kwh", "freight_t"), np.exp(added), strict=True))
    for x, y in zip(
        (s for alert in plain for s in alert.sources), (s for alert in other for s in alert.sources), strict=True
    ):
        assert y.expected == pytest.approx(x.expected * factor[x.indicator], rel=1e-5)
        assert y.observed == pytest.approx(x.observed * factor[x.indicator], rel=1e-5)

"""A small invented province whose enterprises do nothing but what a test makes them do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.alerts.detection.day_classes import DayClasses, day_classes
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.replay import KnownCase, Replayed, replay
from openmbi.alerts.detection.watch import Explained, Members, Series
from openmbi.core.tables import DayClass

FIRST = date(2024, 5, 6)
CITIES, INDUSTRIES, IN_A_CELL = 4, 4, 30
NOISE = 0.05
QUICK = DetectionParameters(lags=(1, 3, 7, 14), reference_days=40, needed_days=20, pooled_days=7, learning_days=80)
"""Shorter windows than ours, so that a test needs half a year and not a whole one."""


@dataclass
class Town:
    """n enterprises × T days of noise around a level of their own; `level` and `idle` may be written into."""

    days: np.ndarray
    level: np.ndarray
    idle: np.ndarray
    members: Members
    classes: DayClasses
    other: np.ndarray | None = None
    explained: list[Explained] = field(default_factory=list)
    parameters: DetectionParameters = QUICK
    bare: int | None = None
    """Of which enterprise no electricity is known."""

    @property
    def series(self) -> list[Series]:
        scale = np.full(len(self.level), NOISE)
        other_scale = 2 * scale
        if self.bare is not None:
            scale[self.bare] = np.nan
        found = [Series("use_kwh", "kWh", self.level, self.idle, scale, np.zeros_like(self.level))]
        if self.other is not None:
            found.append(Series("freight_t", "t", self.other, np.zeros_like(self.idle), other_scale))
        return found

    def until(self, stop: int) -> Town:
        """Return the town as it was known on an earlier day."""
        other = None if self.other is None else self.other[:, :stop]
        classes = DayClasses(
            *(each[:stop] for each in (self.classes.code, self.classes.family, self.classes.deep, self.classes.weekend))
        )
        return Town(
            self.days[:stop], self.level[:, :stop], self.idle[:, :stop], self.members, classes, other, self.explained,
            self.parameters, self.bare,
        )  # fmt: skip

    def replayed(self, first_alert: int, cases: tuple[KnownCase, ...] = ()) -> Replayed:
        return replay(
            self.series, self.members, self.days, self.classes, explained=self.explained, cases=cases, first_alert=first_alert,
            parameters=self.parameters,
        )  # fmt: skip

    def row(self, city: int, industry: int, number: int = 0) -> int:
        """Return the row of an enterprise of a cell."""
        return (city * INDUSTRIES + industry) * IN_A_CELL + number

    def code(self, row: int) -> str:
        return str(self.members.subjects[row])


def town(seed: int = 3, length: int = 205, *, other: bool = False) -> Town:
    rng = np.random.default_rng(seed)
    count = CITIES * INDUSTRIES * IN_A_CELL
    days = np.arange(np.datetime64(FIRST), np.datetime64(FIRST + timedelta(length)))
    cell = np.repeat(np.arange(CITIES * INDUSTRIES), IN_A_CELL)
    members = Members(
        subjects=np.array([f"E{row:04d}" for row in range(count)]),
        city=cell // INDUSTRIES,
        industry=cell % INDUSTRIES,
        cell=cell,
        owner=np.full(count, -1),
        cities=np.array([f"44{k:02d}00" for k in range(1, CITIES + 1)]),
        industries=np.array([f"C{k}" for k in range(13, 13 + INDUSTRIES)]),
        cells=np.array([f"44{c + 1:02d}00-C{13 + d}" for c in range(CITIES) for d in range(INDUSTRIES)]),
        zone="440000",
        stop=np.full(count, length + 1),
    )
    weekday = (days.astype("datetime64[D]").astype(int) + 3) % 7
    kind = np.where(weekday >= 5, DayClass.WEEKEND, DayClass.WORKDAY).astype(np.uint8)
    classes = day_classes(kind, np.full(length, 200), (-12, 16))
    level = (8 + rng.normal(0, 1, count))[:, None] + rng.normal(0, NOISE, (count, length))
    noise = rng.normal(0, 2 * NOISE, (count, length)).astype(np.float32) if other else None
    return Town(days, level.astype(np.float32), np.zeros((count, length), bool), members, classes, noise)


@pytest.fixture
def quiet() -> Town:
    return town()

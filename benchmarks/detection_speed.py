"""What detection costs: a day's update of 500,000 enterprises, and a backtest of 50,000 over 400 days, each in a process of its own. Adjustment is not in it.

The series are noise around a level of their own, with days without a reading and days of standing still, in 21 cities and 31 industries.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

import numpy as np

from openmbi.alerts.detection.day_classes import day_classes
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.replay import replay
from openmbi.alerts.detection.watch import Members, Series
from openmbi.catalog.calendar import load_calendar
from openmbi.core.cell_codes import cell_code
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.places import CITIES, PROVINCE

FIRST = np.datetime64("2024-06-01")
NOISE, PERSISTENCE, UNREAD, IDLE = 0.08, 0.7, 0.007, 0.003
UPDATES = 8  # days of which the median is taken
ROWS = 50_000  # that are drawn at a time


@dataclass(frozen=True)
class Cost:
    """`updates`: wall seconds of the last days' updates, one each; `cpu`: seconds from the day number that is counted from; `memory`: GB at most."""

    updates: list[float]
    cpu: float
    memory: float


def main() -> list[dict[str, object]]:
    learning = DetectionParameters().learning_days
    daily = in_its_own_process(500_000, learning + UPDATES, learning)
    backtest = in_its_own_process(50_000, learning + 400, learning)
    return [
        {
            "figure": f"a day's update of 500,000 enterprises, wall s (memory {daily.memory:.1f} GB, goal 4)",
            "ours": float(np.median(daily.updates)),
            "goal": 60.0,
        },
        {
            "figure": f"backtest of 50,000 enterprises × 400 days, CPU s (memory {backtest.memory:.1f} GB)",
            "ours": backtest.cpu,
            "goal": 65.0,
        },
    ]


def in_its_own_process(enterprises: int, days: int, counted_from: int) -> Cost:
    """Return what so many enterprises and days cost."""
    command = [sys.executable, "-m", "benchmarks.detection_speed", *map(str, (enterprises, days, counted_from))]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Cost(**json.loads(done.stdout))


def measured(enterprises: int, days: int, counted_from: int) -> Cost:
    """Return what so many enterprises and days cost, here."""
    wall, cpu = [], []

    def note(_done: int, _all: int) -> None:
        wall.append(time.perf_counter())
        cpu.append(time.process_time())

    calendar, parameters = load_calendar(None), DetectionParameters()
    dates = FIRST + np.arange(days)
    classes = day_classes(calendar.day_class(dates), calendar.days_from_new_year(dates), parameters.deep_festival)
    series, members = drawn(enterprises, days)
    replay((series,), members, dates, classes, first_alert=counted_from, parameters=parameters, progress=note)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return Cost(np.diff(wall)[-UPDATES:].tolist(), cpu[-1] - cpu[counted_from - 1], memory)


def drawn(enterprises: int, days: int) -> tuple[Series, Members]:
    """Return series of noise, and who they are."""
    rng = np.random.default_rng(1)
    level = np.empty((enterprises, days), np.float32)
    idle = np.empty((enterprises, days), np.bool_)
    for first in range(0, enterprises, ROWS):
        rows = slice(first, min(first + ROWS, enterprises))
        shape = (rows.stop - first, days)
        noise = rng.standard_normal(shape, np.float32)
        for t in range(1, days):
            noise[:, t] = PERSISTENCE * noise[:, t - 1] + np.sqrt(1 - PERSISTENCE**2) * noise[:, t]
        level[rows] = rng.normal(7, 1, (shape[0], 1)) + NOISE * noise
        idle[rows] = rng.random(shape, np.float32) < IDLE
        level[rows][rng.random(shape, np.float32) < UNREAD + IDLE] = np.nan
    level[idle] = np.nan
    return Series("use_kwh", "kWh", level, idle, np.full(enterprises, NOISE)), _members(enterprises, rng)


def _members(enterprises: int, rng: np.random.Generator) -> Members:
    cities, industries = (np.array([each.code for each in group]) for group in (CITIES, INDUSTRIES))
    city, industry = (rng.integers(len(group), size=enterprises) for group in (cities, industries))
    cells = np.array([cell_code(a, b) for a in cities.tolist() for b in industries.tolist()])
    subjects = np.char.mod("E%07d", np.arange(enterprises))
    none = np.full(enterprises, -1)
    return Members(subjects, city, industry, city * len(industries) + industry, none, cities, industries, cells, PROVINCE)  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(vars(measured(*map(int, sys.argv[1:])))))

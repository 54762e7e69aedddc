"""Plant events into real series: a wide file of a line a period and a column a subject, as the meters of Yangzhong are. The original stays as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, Numbers
from openmbi.simulation.bounds import check_bounds
from openmbi.simulation.province.event_kinds import RANGES, EventKind
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.plan import check_all_planted
from openmbi.simulation.province.planting import PlantedRange, Planting, not_plantable_kind
from openmbi.simulation.province.streams import stream

USUAL_KINDS = (EventKind.SHUTDOWN, EventKind.SLOW_DECLINE, EventKind.SPIKE, EventKind.CELL_SHOCK)
KINDS = (*USUAL_KINDS, EventKind.OUTPUT_CUT)
TOTALS, NO_SUBJECTS = ("合计", "总计", "total"), ("序号", "知悉时刻", "known_at")
RUNNING_SHARE = 0.9  # of its periods; only subjects that run so often are struck
FEWEST_SUBJECTS, FEWEST_PERIODS = 20, 200
QUIET_SHARE, LAST_START = 0.3, 15  # no event begins in the first part, nor so late before the end
IN_A_CELL = (5, 12)  # subjects that a cell shock strikes together; a wide file does not say what its subjects are


@dataclass(frozen=True)
class Planted:
    """The changed file as text, and what was planted, ready for JSON."""

    text: str
    truth: dict[str, object]


@dataclass(frozen=True)
class _Table:
    header: list[str]
    rows: list[list[str]]
    subjects: list[int]
    values: Floats  # (periods, subjects); not a number where a cell is blank


def plant(text: str, seed: int, zero: str = "0", planting: Planting | None = None) -> Planted:
    """Plant shutdowns, slow declines, spikes and cell shocks of sizes drawn from `RANGES`, or what a `planting` asks for, in periods.

    `zero` is how the file writes a reading of nothing. The first column holds the period. Cells that are not struck stay as they stand; a column of totals is
    summed again.

    Raises
    ------
    Problem
        `simulation.not-plantable` where the file is no such table, or too small; `simulation.not-plantable-kind` where an event needs to know more than
        the file says; `simulation.planting-does-not-fit`.
    """
    table = _read(text)
    least = float(zero)
    running = np.flatnonzero((table.values > least).mean(axis=0) >= RUNNING_SHARE)
    if len(running) < FEWEST_SUBJECTS or len(table.rows) < FEWEST_PERIODS:
        raise _too_small(len(running), len(table.rows))
    rng = stream(seed, "planting")
    events = (
        _plan(running, len(table.rows), rng) if planting is None else _asked(planting, running, len(table.rows), rng)
    )
    for event in events:
        _strike(table, event, least, zero)
    _sum_again(table)
    return Planted(_written(table), {"simulated": True, "seed": seed, "events": [_told(e, table) for e in events]})


def _read(text: str) -> _Table:
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    rows = [row for row in rows if row]
    named = {*TOTALS, *NO_SUBJECTS}
    subjects = [place for place, name in enumerate(header) if place and name.strip().casefold() not in named]
    try:
        values = np.array([[float(row[place] or "nan") for place in subjects] for row in rows])
    except (ValueError, IndexError) as error:
        raise _no_table(str(error)) from error
    return _Table(header, rows, subjects, values.reshape(len(rows), len(subjects)))


def _plan(running: Numbers, length: int, rng: np.random.Generator) -> list[PlantedEvent]:
    counts = {kind: max(1, round(RANGES[kind].per_thousand * len(running) / 1000)) for kind in USUAL_KINDS}
    usual = {kind: PlantedRange.usual(kind, count) for kind, count in counts.items()}
    return _drawn(usual, (int(QUIET_SHARE * length), length - LAST_START), running, length, rng)


def _asked(planting: Planting, running: Numbers, length: int, rng: np.random.Generator) -> list[PlantedEvent]:
    for kind in planting.events:
        if kind not in KINDS:
            raise not_plantable_kind(kind, KINDS)
    check_bounds("earliest", planting.earliest, 0, length - planting.days_before_end)
    starts = (planting.earliest, length - planting.days_before_end + 1)
    events = _drawn(planting.events, starts, running, length, rng)
    check_all_planted(planting, events)
    return events


def _drawn(
    wanted: Mapping[EventKind, PlantedRange],
    starts: tuple[int, int],
    running: Numbers,
    length: int,
    rng: np.random.Generator,
) -> list[PlantedEvent]:
    """Draw events, kind by kind, that begin in the periods from the first of `starts` up to, and without, the second; no subject is struck twice."""
    free = rng.permutation(running).tolist()
    events = []
    for kind, each in wanted.items():
        for _ in range(each.count):
            count = int(rng.integers(*IN_A_CELL, endpoint=True)) if kind is EventKind.CELL_SHOCK else 1
            rows, free = free[:count], free[count:]
            if rows:
                events.append(_drawn_one(kind, each, tuple(rows), starts, length=length, rng=rng))
    return events


def _drawn_one(
    kind: EventKind, each: PlantedRange, subjects: tuple[int, ...], starts: tuple[int, int], *, length: int, rng: np.random.Generator
) -> PlantedEvent:  # fmt: skip
    first = int(rng.integers(*starts))
    days = int(rng.integers(*each.days, endpoint=True))
    size = round(float(rng.uniform(*each.size)), 4)
    return PlantedEvent(kind, subjects, first, min(first + days, length) - 1, size)


def _strike(table: _Table, event: PlantedEvent, least: float, zero: str) -> None:
    factor = event.factor(len(table.rows))
    for subject in event.rows:
        place = table.subjects[subject]
        for line in np.flatnonzero((factor != 1) & (table.values[:, subject] > least)).tolist():
            row = table.rows[line]
            decimals = len(row[place].partition(".")[2])
            value = float(row[place]) * factor[line]
            row[place] = f"{value:.{decimals}f}" if value > 0 else zero


def _sum_again(table: _Table) -> None:
    """Write the totals of the lines anew, exact to the decimals that they have."""
    totals = [place for place, name in enumerate(table.header) if name.strip().casefold() in TOTALS]
    for row in table.rows if totals else ():
        for place in totals:
            decimals = len(row[place].partition(".")[2])
            row[place] = f"{sum(float(row[subject] or 0) for subject in table.subjects):.{decimals}f}"


def _written(table: _Table) -> str:
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows([table.header, *table.rows])
    return content.getvalue()


def _told(event: PlantedEvent, table: _Table) -> dict[str, object]:
    return {
        "kind": str(event.kind),
        "subjects": [table.header[table.subjects[subject]] for subject in event.rows],
        "first": table.rows[event.first][0],
        "last": table.rows[event.last][0],
        "size": event.size,
    }


def _too_small(subjects: int, periods: int) -> Problem:
    return Problem(
        "simulation.not-plantable",
        Text(
            "文件有 {periods} 期、{subjects} 个经常运行的主体",
            "{periods} periods and {subjects} subjects that mostly run",
        ).fill(periods=periods, subjects=subjects),
        Text("请用更长、更宽的文件", "take a longer or wider file"),
        expected=Text("至少 {periods} 期、{subjects} 个", "at least {periods} periods and {subjects} subjects").fill(
            periods=FEWEST_PERIODS, subjects=FEWEST_SUBJECTS
        ),
    )


def _no_table(detail: str) -> Problem:
    return Problem(
        "simulation.not-plantable",
        Text(
            "不是一行一期、一列一个主体的宽表：{detail}", "no table of a line a period and a column a subject: {detail}"
        ).fill(detail=detail),
        Text("首列写时期，其余各列写数字", "give the period in the first column and numbers in the others"),
    )

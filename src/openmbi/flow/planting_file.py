"""Read which events a simulation shall plant from a YAML file."""

from __future__ import annotations

from pathlib import Path

from openmbi.catalog.loader import Declaration, load_declaration
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.planting import USUAL_RANGES, PlantedRange, Planting, not_plantable_kind


class _Range(Declaration):
    count: int
    days: tuple[int, int] | None = None
    size: tuple[float, float] | None = None


class _Planting(Declaration):
    events: dict[EventKind, _Range]
    earliest: int = Planting.earliest
    days_before_end: int = Planting.days_before_end
    shared: bool = Planting.shared


def read_planting(file: Path) -> Planting:
    """Return what a file asks for; days and sizes that it leaves out are the usual ones of their kind.

    Raises
    ------
    Problem
        `simulation.unreadable` where it is not there; `catalog.unreadable`, `catalog.invalid`; `simulation.out-of-range`, `simulation.not-plantable-kind`.
    """
    if not file.is_file():
        raise Problem(
            "simulation.unreadable",
            Text("没有这个文件", "no such file"),
            Text("请指定埋设事件的 YAML 文件", "name a YAML file of events to plant"),
            file=file,
        )
    asked = load_declaration(_Planting, file)
    try:
        events = {kind: _range(kind, each) for kind, each in asked.events.items()}
        return Planting(events, asked.earliest, asked.days_before_end, asked.shared)
    except Problem as problem:
        raise problem.of_file(file) from problem


def _range(kind: EventKind, asked: _Range) -> PlantedRange:
    if kind not in USUAL_RANGES:
        raise not_plantable_kind(kind, USUAL_RANGES)
    usual = PlantedRange.usual(kind, asked.count)
    return PlantedRange(asked.count, asked.days or usual.days, asked.size or usual.size)

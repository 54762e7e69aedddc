"""Dated events that a signal should show or foretell: of the catalog, or of a table of one's own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from openmbi.catalog.events import Events
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags


@dataclass(frozen=True)
class DatedEvent:
    """An event from `first` to `last`, both included."""

    name: Text
    first: date
    last: date


def catalog_events(events: Events, zone: str, codes: Sequence[str]) -> tuple[DatedEvent, ...]:
    """Return known events by their codes, or all that touch the zone.

    Raises
    ------
    Problem
        `thresholds.no-event` where a code is not declared, or none touches the zone.
    """
    there = events.events_on(zone if not codes else None, None, date.min, date.max)
    chosen = [event for event in there if not codes or event.code in codes]
    if not chosen or set(codes) - {event.code for event in chosen}:
        raise Problem(
            "thresholds.no-event",
            Text("没有这样的已知事件：{codes}", "no such known event: {codes}").fill(codes=", ".join(codes) or zone),
            Text(
                "请在目录的 events 中登记，或用 --events-file 给出列表",
                "register it in the catalog's events, or give a list by --events-file",
            ),
            expected=Text("已有：{there}", "there are: {there}").fill(
                there=", ".join(event.code for event in there) or "–"
            ),
        )
    return tuple(DatedEvent(event.name.text(), event.first, event.last) for event in chosen)


def events_of_file(file: Path) -> tuple[DatedEvent, ...]:
    """Read events from a table in UTF-8 with the columns first and last, and name where there is one.

    Raises
    ------
    Problem
        `thresholds.unreadable-events`, with the line.
    """
    found = []
    with file.open(encoding="utf-8-sig", newline="") as rows:
        for row in (reader := csv.DictReader(rows)):
            try:
                first, last = (date.fromisoformat(row[name].strip()) for name in ("first", "last"))
            except (KeyError, ValueError, AttributeError) as error:
                raise _unreadable(file, reader.line_num) from error
            if last < first:
                raise _unreadable(file, reader.line_num)
            name = (row.get("name") or f"{first}").strip()
            found.append(DatedEvent(Text(name, name), first, last))
    if not found:
        raise _unreadable(file, 1)
    return tuple(found)


def event_days(events: Sequence[DatedEvent], days: Days) -> Flags:
    """Return on which days (T,) there is an event."""
    flags = np.zeros(len(days), bool)
    for event in events:
        flags |= (days >= np.datetime64(event.first)) & (days <= np.datetime64(event.last))
    return flags


def _unreadable(file: Path, line: int) -> Problem:
    return Problem(
        "thresholds.unreadable-events",
        Text("该行没有可用的起止日期", "no usable first and last day in this line"),
        Text(
            "请写成两列 first、last，如 2021-09-16,2021-10-31，止日不早于起日",
            "write columns first and last, such as 2021-09-16,2021-10-31, the last day not before the first",
        ),
        file=file,
        line=line,
    )

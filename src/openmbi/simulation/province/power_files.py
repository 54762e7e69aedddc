"""What the power company hands over: a wide file a month, corrections of a wrong multiplier, and late readings with a few faults."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.gaps import Gaps
from openmbi.simulation.province.generation import Hundredths
from openmbi.simulation.province.meters import Meters
from openmbi.simulation.province.text_files import csv_file, hundredths_texts, wide_file

DAY, KNOWN_AT, TOTAL, METER, USE = "日期", "知悉时刻", "合计", "户号", "用电量"
CORRECTED_AFTER_DAYS = 12


def monthly_files(
    meters: Meters, connections: Hundredths, gaps: Gaps, events: list[PlantedEvent], clock: Clock
) -> Iterator[tuple[str, bytes]]:
    """Yield the first deliveries: GBK, a line a day, a column a meter, blank where it has no reading, the exact sum last."""
    for month in clock.months:
        here = np.flatnonzero((meters.first < month.stop) & (meters.stop > month.first))
        amounts = _shown(meters, connections, gaps, events, slice(month.first, month.stop))[:, meters.slot[here]]
        day = np.arange(month.first, month.stop)[:, None]
        amounts[(day < meters.first[here]) | (day >= meters.stop[here])] = -1
        days = np.datetime_as_string(clock.days[month.first : month.stop]).tolist()
        yield (
            f"electricity/electricity_{month.year}{month.month:02d}.csv",
            wide_file({DAY: days}, [meters.number[k] for k in here.tolist()], amounts, TOTAL),
        )


def _shown(
    meters: Meters, connections: Hundredths, gaps: Gaps, events: list[PlantedEvent], days: slice
) -> NDArray[np.int64]:
    """Return (days, slots) what is shown at first: with the wrong multipliers, −1 in gaps."""
    shown = connections[:, days].T.astype(np.int64)
    for event in wrong_multipliers(events):
        struck = slice(max(event.first - days.start, 0), max(event.last + 1 - days.start, 0))
        shown[struck, meters.main[event.rows[0]]] *= int(event.size)
    here = gaps.within(days.start, days.stop)
    shown[gaps.day[here] - days.start, gaps.slot[here]] = -1
    return shown


def wrong_multipliers(events: list[PlantedEvent]) -> list[PlantedEvent]:
    """Return the events that a correction takes back."""
    return [event for event in events if event.kind is EventKind.WRONG_MULTIPLIER]


def corrections(
    meters: Meters, connections: Hundredths, events: list[PlantedEvent], clock: Clock
) -> Iterator[tuple[str, bytes]]:
    """Yield a wide file for each wrong multiplier that has been corrected by the last delivery: the true readings, and when they were known."""
    for event in wrong_multipliers(events):
        known = clock.day(event.last + CORRECTED_AFTER_DAYS)
        if known > clock.today:
            continue
        slot = int(meters.main[event.rows[0]])
        for meter in np.flatnonzero(meters.slot == slot).tolist():
            first, stop = max(event.first, int(meters.first[meter])), min(event.last + 1, int(meters.stop[meter]))
            if first < stop:
                days = np.datetime_as_string(clock.days[first:stop]).tolist()
                leading = {DAY: days, KNOWN_AT: [f"{known} 09:00:00"] * len(days)}
                amounts = connections[slot, first:stop, None].astype(np.int64)
                name = f"electricity_corrections/correction_{days[0]}_{meters.number[meter]}.csv"
                yield name, wide_file(leading, [meters.number[meter]], amounts, TOTAL)


def late_files(meters: Meters, connections: Hundredths, gaps: Gaps, clock: Clock) -> Iterator[tuple[str, bytes]]:
    """Yield a long file of the readings of the last year that came late, with three faulty rows at its end."""
    year = clock.months[-1].year
    of_year = clock.days[gaps.day].astype("datetime64[Y]").astype(int) + 1970 == year
    here = np.flatnonzero(gaps.delivered_late(clock) & of_year)
    if len(here):
        yield f"late/electricity_late_{year}.csv", _late_file(meters, connections, gaps, here, clock)


def _late_file(meters: Meters, connections: Hundredths, gaps: Gaps, here: NDArray[np.intp], clock: Clock) -> bytes:
    day, slot = gaps.day[here], gaps.slot[here]
    meter = _standing(meters, slot, day)
    stands = meter >= 0
    day, slot, meter, late = day[stands], slot[stands], meter[stands], gaps.late[here][stands]
    columns = {
        METER: [meters.number[k] for k in meter.tolist()],
        DAY: np.datetime_as_string(clock.days[day]).tolist(),
        USE: hundredths_texts(connections[slot, day].astype(np.int64)).to_pylist(),
        KNOWN_AT: [f"{clock.day(int(d))} 09:00:00" for d in (day + late).tolist()],
    }
    if len(day) > 2:
        _spoil(columns)
    return csv_file({name: pa.array(texts) for name, texts in columns.items()})


def _spoil(columns: dict[str, list[str]]) -> None:
    """Add a row for each fault: negative, no such day, and one key with two values."""
    rows = [{name: texts[k] for name, texts in columns.items()} for k in range(3)]
    rows[0][USE], rows[1][DAY], rows[2][USE] = f"-{rows[0][USE]}", f"{rows[1][DAY][:4]}-02-30", "0.01"
    for row in rows:
        for name, texts in columns.items():
            texts.append(row[name])


def _standing(meters: Meters, slot: NDArray[np.intp], day: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return (k,) the number of the meter that stands on a connection on a day, −1 where none does."""
    found = np.full(len(slot), -1)
    by_slot = np.argsort(meters.slot, kind="stable")
    position = np.searchsorted(meters.slot[by_slot], slot)
    for further in range(2):  # a connection has two meters at most, one after the other
        place = np.minimum(position + further, len(by_slot) - 1)
        meter = by_slot[place]
        fits = (meters.slot[meter] == slot) & (day >= meters.first[meter]) & (day < meters.stop[meter])
        found[fits] = meter[fits]
    return found

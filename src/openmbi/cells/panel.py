"""The hand-over from tables to computing: one dense panel of subjects and days."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, first_days, last_days
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Codes, Days, Floats, Names, ObservationStatus, Reading


def panel(
    observations: ir.Table,
    *,
    indicator: str,
    unit: str,
    first: date,
    last: date,
    frequency: Frequency = Frequency.DAILY,
) -> CellPanel:
    """Return one indicator of all its subjects (sorted) on every day from `first` to `last`, both included.

    Of another frequency: on every period that begins from the one of `first` to the one of `last`, each given by its first day; a value belongs to the period
    that its `valid_at` lies in.

    Raises
    ------
    Problem
        `cells.empty` where there is no such observation, `cells.other-unit` where one is in another unit, `cells.not-unique` where a subject has two values
        for a day or period.
    """
    days = np.unique(first_days(np.arange(np.datetime64(first), np.datetime64(last) + 1), frequency))
    last_day = last_days(days[-1:], frequency)[0].item()
    parts = [_entries(observations, indicator, unit, span) for span in _spans(days[0].item(), last_day)]
    found = [part for part in parts if len(part.value)]
    if not found:
        raise _empty(indicator, first, last)
    subjects, rows = _numbered(found)
    reading = np.full((len(subjects), len(days)), Reading.ABSENT, np.uint8)
    value = np.full(reading.shape, np.nan)
    for row, part in zip(rows, found, strict=True):
        day = np.searchsorted(days, first_days(part.day, frequency))
        reading[row, day] = part.reading
        value[row, day] = part.value
    if np.count_nonzero(reading) < sum(len(part.value) for part in found):
        raise _not_unique(indicator)
    return CellPanel(indicator, unit, subjects, days, value, reading)


SPAN = timedelta(days=366)
"""Read at a time: a year of days, so that no more is held as rows beside the panel."""


@dataclass(frozen=True)
class _Entries:
    """Observations (k,) of a span: `names` (m,) of its subjects, the number of each one's subject, its day, value and reading."""

    names: Names
    subject: NDArray[np.int32]
    day: Days
    value: Floats
    reading: Codes


def _spans(first: date, last: date) -> Iterator[tuple[date, date]]:
    while first <= last:
        yield first, min(last, first + SPAN - timedelta(days=1))
        first += SPAN


def _entries(observations: ir.Table, indicator: str, unit: str, span: tuple[date, date]) -> _Entries:
    rows = _rows(observations, indicator, unit, *span)
    if not pc.all(rows["unit_fits"], min_count=0).as_py():
        raise _other_unit(indicator, unit)
    encoded = rows["subject"].combine_chunks().dictionary_encode()
    return _Entries(
        np.array(encoded.dictionary.to_pylist(), np.str_),
        encoded.indices.to_numpy(),
        rows["valid_at"].to_numpy().astype("datetime64[D]"),
        rows["value"].to_numpy(),
        rows["reading"].to_numpy(),
    )


def _rows(observations: ir.Table, indicator: str, unit: str, first: date, last: date) -> pa.Table:
    chosen = observations.filter(observations.indicator == indicator, observations.valid_at.between(first, last))
    reading = ibis.cases(
        (chosen.status == ObservationStatus.ZERO_OR_MISSING.value, int(Reading.ZERO_OR_MISSING)),
        (chosen.value == 0, int(Reading.ZERO)),
        else_=int(Reading.NORMAL),
    )
    rows = chosen.select("subject", "valid_at", "value", reading=reading.cast("uint8"), unit_fits=chosen.unit == unit)
    counted = ibis.ifelse(rows.reading == int(Reading.NORMAL), rows.value.cast("float64"), 0.0)
    return rows.mutate(value=counted).to_pyarrow()


def _numbered(parts: list[_Entries]) -> tuple[Names, list[NDArray[np.intp]]]:
    """Return the subjects of all spans in order, and for each entry of each span the number of its subject."""
    subjects = np.unique(np.concatenate([part.names for part in parts]))
    return subjects, [np.searchsorted(subjects, part.names)[part.subject] for part in parts]


def _empty(indicator: str, first: date, last: date) -> Problem:
    return Problem(
        "cells.empty",
        Text(
            "{first} 至 {last} 没有指标 {indicator} 的观测值", "no observation of {indicator} from {first} to {last}"
        ).fill(indicator=indicator, first=first, last=last),
        Text("请先接收数据，或改选时期与截至日", "ingest data first, or choose other days or a later as-of day"),
    )


def _other_unit(indicator: str, unit: str) -> Problem:
    return Problem(
        "cells.other-unit",
        Text(
            "指标 {indicator} 有以其他单位存放的观测值", "some observations of {indicator} are kept in another unit"
        ).fill(indicator=indicator),
        Text("请核对数据契约中的单位", "check the unit in the source's contract"),
        expected=Text(unit, unit),
    )


def _not_unique(indicator: str) -> Problem:
    return Problem(
        "cells.not-unique",
        Text(
            "同一主体同一天（期）有两个 {indicator} 值", "a subject has two values of {indicator} for one day or period"
        ).fill(indicator=indicator),
        Text("请核对是否有两个数据源报送同一主体", "check whether two sources report the same subject"),
    )

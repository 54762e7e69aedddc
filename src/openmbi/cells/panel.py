"""The hand-over from tables to computing: one dense panel of subjects and days."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, first_days, last_days
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Names, ObservationStatus, Reading


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
    rows = _rows(observations, indicator, unit, days[0].item(), last_days(days[-1:], frequency)[0].item())
    if not rows.num_rows:
        raise _empty(indicator, first, last)
    if not pc.all(rows["unit_fits"]).as_py():
        raise _other_unit(indicator, unit)
    subjects, row = _subject_numbers(rows["subject"])
    day = np.searchsorted(days, first_days(rows["valid_at"].to_numpy().astype("datetime64[D]"), frequency))
    reading = np.full((len(subjects), len(days)), Reading.ABSENT, np.uint8)
    value = np.full(reading.shape, np.nan)
    reading[row, day] = rows["reading"].to_numpy()
    value[row, day] = rows["value"].to_numpy()
    if np.count_nonzero(reading) < rows.num_rows:
        raise _not_unique(indicator)
    return CellPanel(indicator, unit, subjects, days, value, reading)


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


def _subject_numbers(subject: pa.ChunkedArray) -> tuple[Names, NDArray[np.intp]]:
    """Return the subjects in order, and for each row the number of its subject."""
    encoded = subject.combine_chunks().dictionary_encode()
    names = np.array(encoded.dictionary.to_pylist(), np.str_)
    order = np.argsort(names, kind="stable")
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    return names[order], place[encoded.indices.to_numpy()]


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

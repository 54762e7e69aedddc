"""A monthly series of one subject as a run or release kept it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, last_days, parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Floats
from openmbi.store.runs import Saved


@dataclass(frozen=True)
class MonthsKept:
    """A figure `index` of a `subject` by whole months, from the last gap on: `months` (T,) first days in a row, `value` (T,)."""

    index: str
    subject: str
    months: Days
    value: Floats
    as_of: datetime
    run: str


def months_kept(saved: Saved, index: str, subject: str) -> MonthsKept | None:
    """Return a figure by month as one run kept it; None where it kept none. A month that the run's days do not fill does not count."""
    table = saved.figures_of(subject)
    rows = _monthly(table.filter(pc.equal(table["indicator"], index)))
    months, values = rows["period"].to_pylist(), rows["value"].to_pylist()
    known = {parse_period(month).first: value for month, value in zip(months, values, strict=True) if value is not None}
    days = np.array(sorted(known), "datetime64[D]")
    days = days[
        last_days(days, Frequency.MONTHLY) <= _last_day(saved, table if subject == saved.pins["zone"] else None)
    ]
    if not len(days):
        return None
    steps = np.diff(days.astype("datetime64[M]").astype(np.int64))
    broken = np.flatnonzero(steps != 1)
    days = days[broken[-1] + 1 :] if len(broken) else days
    value = np.array([known[day] for day in days.tolist()])
    return MonthsKept(index, subject, days, value, saved.as_of, saved.name)


def monthly_figures(saved: Saved, subject: str) -> list[str]:
    """Return which figures of a subject a run kept by month."""
    return sorted(set(_monthly(saved.figures_of(subject))["indicator"].to_pylist()))


def no_series(index: str, subject: str, there: list[str]) -> Problem:
    """Say that a run kept no such figure by month, and which it did."""
    return Problem(
        "phases.no-series",
        Text(
            "最近一次计算中没有 {subject} 的月度数字「{index}」",
            "the run kept no monthly figure “{index}” of {subject}",
        ).fill(index=index, subject=subject),
        Text("请从已有数字中选择（--index、--subject）", "choose one that there is (--index, --subject)"),
        expected=Text("已有：{there}", "there are: {there}").fill(there=", ".join(there) or "–"),
    )


def _monthly(table: pa.Table) -> pa.Table:
    return table.filter(pc.match_substring_regex(table["period"], r"^\d{4}-\d{2}$"))


def _last_day(saved: Saved, of_zone: pa.Table | None) -> np.datetime64:
    """Return the last day of the zone's daily level; `of_zone`: the figures of the zone, where they are read already."""
    table = saved.figures_of(saved.pins["zone"]) if of_zone is None else of_zone
    days = table.filter(pc.equal(table["indicator"], saved.pins["index"]))["period"]
    days = days.filter(pc.match_substring_regex(days, r"^\d{4}-\d{2}-\d{2}$"))
    return np.datetime64(max(days.to_pylist(), default="0001-01-01"))

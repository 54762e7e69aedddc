"""The time of each row: the day that it lies on, in China, and the frequency where the column itself says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import Days

CHINA = "Asia/Shanghai"
QUARTERS = {"DEC", "SEP", "JUN", "MAR"}  # fiscal years whose quarters are those of the calendar
SAID = {"D": Frequency.DAILY, "W": Frequency.WEEKLY, "M": Frequency.MONTHLY, "Q": Frequency.QUARTERLY}


@dataclass(frozen=True)
class Times:
    """`days` (R,): the day of each row; `frequency`: what the column says of its periods, None where it does not."""

    days: Days
    frequency: Frequency | None


def is_time(column: nw.Series[Any]) -> bool:
    """Say whether a column holds days, moments or periods by its type."""
    return isinstance(column.dtype, nw.Date | nw.Datetime) or _is_periods(column.to_native())


def times_of(column: nw.Series[Any], name: str) -> Times:
    """Read a column of days, moments, pandas periods, or texts such as 2015-03-02, 2015-W10, 2015-03 and 2015-Q1.

    A moment with a time zone lies on its day in China, whose calendar this is: 16:00 UTC is midnight of the next day.

    Raises
    ------
    Problem
        `frame.time-type`, `frame.time-missing`, `frame.time-unreadable`, `frame.mixed-frequencies` or `frame.frequency-unknown`.
    """
    if _is_periods(column.to_native()):
        return _of_periods(column.to_native(), name)
    if isinstance(column.dtype, nw.Datetime) and column.dtype.time_zone:
        column = column.dt.convert_time_zone(CHINA).dt.replace_time_zone(None)
    if isinstance(column.dtype, nw.Date | nw.Datetime):
        return Times(_whole(column.to_numpy().astype("M8[D]"), name), None)
    if isinstance(column.dtype, nw.String | nw.Categorical | nw.Object):
        missing = column.is_null().to_numpy()
        _whole(np.where(missing, np.datetime64("NaT"), np.datetime64(0, "D")), name)
        return _of_texts(column.to_list(), name)
    raise Problem(
        "frame.time-type",
        Text("时间列 {name} 的类型是 {kind}", "the time column {name} is of type {kind}").fill(
            name=name, kind=column.dtype
        ),
        Text("请先转换为日期，如 pandas.to_datetime", "make dates of it first, as by pandas.to_datetime"),
        expected=Text(
            "日期、时刻、时期，或 2015-03-02、2015-W10、2015-03、2015-Q1 形式的文本",
            "dates, moments, periods, or texts such as 2015-03-02, 2015-W10, 2015-03, 2015-Q1",
        ),
        field=name,
    )


def _is_periods(native: Any) -> bool:
    return type(getattr(native, "dtype", None)).__name__ == "PeriodDtype"


def _of_periods(native: Any, name: str) -> Times:
    said, _, anchor = str(native.dtype).removeprefix("period[").removesuffix("]").partition("-")
    known = SAID.get(said)
    if known is None or (said == "W" and anchor != "SUN") or (said == "Q" and anchor not in QUARTERS):
        raise _unknown(str(native.dtype), name)
    return Times(_whole(native.dt.to_timestamp(how="start").to_numpy().astype("M8[D]"), name), known)


def _unknown(kind: str, name: str) -> Problem:
    return Problem(
        "frame.frequency-unknown",
        Text("时间列 {name} 的时期类型为 {kind}", "the periods of the time column {name} are {kind}").fill(
            name=name, kind=kind
        ),
        Text("请先换算为所列频率之一", "bring them to one of these frequencies first"),
        expected=Text("日、周（周一至周日）、月、季", "days, weeks from Monday to Sunday, months, quarters"),
        field=name,
    )


def _whole(days: Days, name: str) -> Days:
    """Return the days, none of which may be missing."""
    missing = np.flatnonzero(np.isnat(days))
    if len(missing):
        raise Problem(
            "frame.time-missing",
            Text(
                "有 {count} 行没有时间，首行为第 {row} 行", "{count} row(s) have no time, the first is row {row}"
            ).fill(count=len(missing), row=missing[0]),
            Text("请删除或补全这些行", "drop these rows or complete them"),
            expected=Text("每行都有时间（行号从 0 起）", "a time in every row (rows count from 0)"),
            field=name,
        )
    return days


def _of_texts(texts: list[Any], name: str) -> Times:
    if all(isinstance(text, date) for text in texts):
        return Times(np.array(texts, "M8[D]"), None)
    periods = {text: _period(text, texts, name) for text in dict.fromkeys(texts)}
    found = sorted({period.frequency for period in periods.values()})
    if len(found) > 1:
        raise mixed(found[0], found[1], Text("时间列的文本", "the texts of the time column"), name)
    if found == [Frequency.ANNUAL]:
        raise _unknown("A", name)
    first = {text: period.first for text, period in periods.items()}
    said = None if not found or found[0] is Frequency.DAILY else found[0]  # a day may stand for its month
    return Times(np.array([first[text] for text in texts], "M8[D]"), said)


def _period(text: Any, texts: list[Any], name: str) -> Any:
    try:
        return parse_period(str(text))
    except Problem as problem:
        raise Problem(
            "frame.time-unreadable",
            Text("第 {row} 行的时间「{text}」无法识别", "the time “{text}” of row {row} cannot be read").fill(
                text=text, row=texts.index(text)
            ),
            Text("请先转换为日期", "make dates of the column first"),
            expected=problem.expected,
            field=name,
        ) from problem


def mixed(one: Frequency, other: Frequency, where: Text, name: str | None = None) -> Problem:
    """Return the problem of two frequencies in one frame."""
    return Problem(
        "frame.mixed-frequencies",
        Text("{where}：频率 {one} 与 {other} 混在一起", "{where}: frequencies {one} and {other} are mixed").fill(
            where=where, one=one, other=other
        ),
        Text(
            "请分频率各调用一次，或用 frequency= 指明唯一的频率",
            "call once for each frequency, or name the only one by frequency=",
        ),
        field=name,
    )

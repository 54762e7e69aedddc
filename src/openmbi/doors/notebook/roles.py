"""Which column of a frame is what: named by the reader, or guessed where there is only one way to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import narwhals as nw

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.notebook.taken import Taken
from openmbi.doors.notebook.times import is_time
from openmbi.doors.notebook.wrong import columns_of


@dataclass(frozen=True)
class Roles:
    """`time`: the column of times, None for the index. Long: `values` is the one column of values, and `series` that of their series, None where all
    rows are one series. Wide (`series` is None and `wide`): each of `values` is a series.
    """

    time: str | None
    values: tuple[str, ...]
    series: str | None
    wide: bool


def roles_of(frame: Taken, time: str | None, value: str | None, series: str | None, by: object) -> Roles:
    """Find the roles of the columns.

    Raises
    ------
    Problem
        `frame.column-unknown` where a column that was named is not there, `frame.time-unclear` or `frame.columns-unclear` where there is more than one
        way to read the frame, `frame.value-type` where the values are no numbers.
    """
    for role, name in (
        ("time", time),
        ("value", value),
        ("series", series),
        ("by", by if isinstance(by, str) else None),
    ):
        if name is not None and name not in frame.table.columns and not _is_index(frame, role, name):
            raise _unknown(frame, role, name)
    found_time = _time(frame, time)
    rest = [
        name for name in frame.table.columns if name not in (found_time, series, by if isinstance(by, str) else None)
    ]
    schema = frame.table.schema
    numbers = [name for name in rest if _is_number(frame, name, schema[name])]
    names = [name for name in rest if name not in numbers]
    if value is not None or series is not None or isinstance(by, str):
        values = (_value(frame, value, numbers),)
        return Roles(found_time, values, _series(frame, series, names), wide=False)
    return _guessed(frame, found_time, names, numbers)


def _is_index(frame: Taken, role: str, name: str) -> bool:
    return role == "time" and frame.index is not None and frame.index.name == name


def _time(frame: Taken, named: str | None) -> str | None:
    if named is not None:
        return named if named in frame.table.columns else None
    if frame.has_time_index:
        return None
    other = [name for name, kind in frame.table.schema.items() if not kind.is_numeric()]
    found = [name for name in other if is_time(frame.table.get_column(name))]
    if len(found) != 1:
        raise Problem(
            "frame.time-unclear",
            Text(
                "不知哪一列是时间；日期型的列有 {count} 个。",
                "it is not clear which column is the time; {count} hold dates. ",
            ).fill(count=len(found))
            + columns_of(frame.table.schema.items()),
            Text("请用 time= 指明时间列，文本先转换为日期", "name it by time="),
            field="time",
        )
    return found[0]


def _value(frame: Taken, named: str | None, numbers: list[str]) -> str:
    if named is not None and not _is_number(frame, named, frame.table.schema[named]):
        raise _no_number(frame, named)
    if named is None and len(numbers) != 1:
        raise _unclear(frame, "value=")
    return numbers[0] if named is None else named


def _series(frame: Taken, named: str | None, names: list[str]) -> str | None:
    if named is None and len(names) > 1:
        raise _unclear(frame, "series=")
    return named if named is not None or not names else names[0]


def _guessed(frame: Taken, time: str | None, names: list[str], numbers: list[str]) -> Roles:
    """Read a frame of which nothing but the time is known: numbers alone are wide, one column of names and one of numbers are long."""
    if numbers and not names:
        return Roles(time, tuple(numbers), None, wide=True)
    if len(names) == 1 and len(numbers) == 1:
        return Roles(time, (numbers[0],), names[0], wide=False)
    raise _unclear(frame, "series= / value=")


def _is_number(frame: Taken, name: str, kind: Any) -> bool:
    """Say whether a column holds numbers; also Python's decimals, which pandas keeps as objects."""
    if isinstance(kind, nw.Object):
        return isinstance(next(iter(frame.table.get_column(name).drop_nulls().head(1).to_list()), None), Decimal)
    return kind.is_numeric()


def _unclear(frame: Taken, argument: str) -> Problem:
    return Problem(
        "frame.columns-unclear",
        Text("不知各列的用途。", "it is not clear what the columns are. ") + columns_of(frame.table.schema.items()),
        Text(
            "请用 {argument} 指明；宽表请去掉不是数字的列",
            "say it by {argument}; of a wide frame drop what is no number",
        ).fill(argument=argument),
        expected=Text(
            "长表：时间、序列、值各一列；宽表：时间与若干数字列",
            "long: a column of times, one of series and one of values; wide: times, and a column of numbers for each series",
        ),
    )


def _unknown(frame: Taken, role: str, name: str) -> Problem:
    return Problem(
        "frame.column-unknown",
        Text("没有名为 {name} 的列。", "there is no column {name}. ").fill(name=name)
        + columns_of(frame.table.schema.items()),
        Text("请改正 {role}=", "mend {role}=").fill(role=role),
        field=role,
    )


def _no_number(frame: Taken, name: str) -> Problem:
    return Problem(
        "frame.value-type",
        Text("值列 {name} 的类型是 {kind}", "the column of values {name} is of type {kind}").fill(
            name=name, kind=frame.table.get_column(name).dtype
        ),
        Text("请先转换为数字", "make numbers of it first"),
        expected=Text("整数、浮点数或小数", "integers, floating-point numbers or decimals"),
        field=name,
    )


def strata_of(names: list[str], by: Mapping[Any, Any]) -> list[str]:
    """Return the stratum of each series by a mapping, whose keys may be the labels themselves or their text.

    Raises
    ------
    Problem
        `frame.stratum-unknown` where a series is not in it.
    """
    texts = {str(key): str(stratum) for key, stratum in by.items()}
    missing = [name for name in names if name not in texts]
    if missing:
        raise Problem(
            "frame.stratum-unknown",
            Text("by= 中没有序列 {name}（共缺 {count} 个）", "by= has no series {name} ({count} missing)").fill(
                name=missing[0], count=len(missing)
            ),
            Text("请为每个序列给出层", "give every series its stratum"),
            field="by",
        )
    return [texts[name] for name in names]

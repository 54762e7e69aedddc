"""The readings of a frame as one dense panel, and where in it every cell of the frame stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, first_days
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Days, Floats, Names, Numbers, Reading
from openmbi.doors.notebook.frequency import frequency_named, inferred
from openmbi.doors.notebook.roles import Roles, strata_of
from openmbi.doors.notebook.taken import Taken
from openmbi.doors.notebook.times import times_of
from openmbi.doors.notebook.wrong import listed


@dataclass(frozen=True)
class Readings:
    """`panel` (n, T): the series in the order of their names, so that the order of rows and columns changes nothing.

    `strata` (S,): the names of the strata; `stratum` (n,) the number of each series' one. `row`, `period`: the place in the panel of row i of a long
    frame is (row[i], period[i]); that of row i and column j of a wide one is (row[j], period[i]).
    """

    panel: CellPanel
    frequency: Frequency
    strata: Names
    stratum: Numbers
    row: Numbers
    period: Numbers


def readings_of(frame: Taken, roles: Roles, by: str | Mapping[Any, Any] | None, frequency: str | None) -> Readings:
    """Read the values of a frame.

    Raises
    ------
    Problem
        Those of `times_of`, `inferred` and `strata_of`; `frame.series-missing`, `frame.negative`, `frame.not-finite`, `frame.not-unique`,
        `frame.stratum-varies`, `frame.no-values`.
    """
    column = frame.time_index if roles.time is None else frame.table.get_column(roles.time)
    times = times_of(column, frame.time_index_name if roles.time is None else str(roles.time))
    names, row = _series(frame, roles)
    value = _values(frame, roles)
    _check_values(value, times.days, names, row, roles)
    days, day = np.unique(times.days, return_inverse=True)
    found = frequency_named(frequency) if frequency else times.frequency
    if found is None:
        found = inferred(days, _placed(np.isfinite(value), row, day, (len(names), len(days)), roles), names.tolist())
    grid = _grid(days, found)
    period = np.searchsorted(grid, first_days(times.days, found))
    _check_unique(row, period, names, times.days, roles)
    placed = _placed(value, row, period, (len(names), len(grid)), roles)
    strata, stratum = _strata(frame, names, row, by)
    return Readings(_panel(names, grid, placed), found, strata, stratum, row, period)


def _grid(days: Days, frequency: Frequency) -> Days:
    """Return the first days (T,) of all periods from the first to the last."""
    return np.unique(first_days(np.arange(days[0], days[-1] + 1), frequency))


def _panel(names: Names, grid: Days, value: Floats) -> CellPanel:
    reading = np.where(value > 0, np.uint8(Reading.NORMAL), np.uint8(Reading.ZERO))
    reading[np.isnan(value)] = Reading.ABSENT
    return CellPanel("value", "", names, grid, value, reading)


def _placed(value: NDArray[Any], row: Numbers, at: Numbers, shape: tuple[int, int], roles: Roles) -> NDArray[Any]:
    """Lay values out over series and days (n, U): missing where the frame has none."""
    dense = np.zeros(shape, bool) if value.dtype == bool else np.full(shape, np.nan)
    if roles.wide:
        dense[np.ix_(row, at)] = value
    else:
        dense[row, at] = value[0]
    return dense


def _series(frame: Taken, roles: Roles) -> tuple[Names, Numbers]:
    """Return the names (n,) of the series, in order, and the number of the series of each row (long) or column (wide)."""
    if roles.wide:
        names, row = np.unique(np.array([str(name) for name in roles.values], np.str_), return_inverse=True)
        return names, row
    if roles.series is None:
        return np.array([str(roles.values[0])], np.str_), np.zeros(len(frame.table), np.intp)
    return encoded(frame.table.get_column(roles.series), str(roles.series))


def encoded(column: nw.Series[Any], name: str) -> tuple[Names, Numbers]:
    """Return the distinct texts (n,) of a column, in order, and the number of each row's.

    Raises
    ------
    Problem
        `frame.series-missing` where a row has none.
    """
    missing = np.flatnonzero(column.is_null().to_numpy())
    if len(missing):
        raise Problem(
            "frame.series-missing",
            Text(
                "有 {count} 行没有序列或层，首行为第 {row} 行",
                "{count} row(s) name no series or stratum, the first is row {row}",
            ).fill(count=len(missing), row=missing[0]),
            Text("请删除或补全这些行", "drop these rows or complete them"),
            field=name,
        )
    texts = pa.array([str(one) for one in column.to_list()]) if column.dtype == nw.Object else _texts(column)
    coded = texts.dictionary_encode()
    names, place = np.unique(np.array(coded.dictionary.to_pylist(), np.str_), return_inverse=True)
    return names, place[coded.indices.to_numpy()]


def _texts(column: nw.Series[Any]) -> Any:
    texts = column.cast(nw.String).to_arrow()
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _values(frame: Taken, roles: Roles) -> Floats:
    """Return the values (columns, rows), NaN where missing."""
    at_once = frame.numbers(roles.values)
    return np.stack([floats(frame.table.get_column(name)) for name in roles.values]) if at_once is None else at_once.T


def floats(column: nw.Series[Any]) -> Floats:
    """Return the numbers (R,) of a column, NaN where missing."""
    if isinstance(column.dtype, nw.Object):
        return np.array([np.nan if one is None else float(one) for one in column.to_list()])
    return column.cast(nw.Float64).to_numpy().astype(np.float64)


def _check_values(value: Floats, days: Days, names: Names, row: Numbers, roles: Roles) -> None:
    """Refuse what has no logarithm and is no zero either; and a frame without any reading."""
    for code, wrong, found in (
        ("negative", value < 0, Text("负值", "negative value(s)")),
        ("not-finite", np.isinf(value), Text("无穷大值", "infinite value(s)")),
    ):
        column, line = np.nonzero(wrong)
        if len(line):
            name = names[row[column[0] if roles.wide else line[0]]]
            first = value[column[0], line[0]]
            raise _wrong_value(code, found, len(line), name=name, day=days[line[0]], line=line[0], value=first)
    if not (value > 0).any():
        raise Problem(
            "frame.no-values",
            Text("没有大于 0 的值", "there is no value above 0"),
            Text("请核对值列", "check the column of values"),
            field=listed(roles.values),
        )


def _wrong_value(
    code: str, what: Text, count: int, *, name: object, day: object, line: object, value: object
) -> Problem:
    found = Text(
        "有 {count} 个{what}；首个在序列 {name}，{day}，第 {line} 行：{value}",
        "{count} {what}; the first is in series {name}, {day}, row {line}: {value}",
    ).fill(count=count, what=what, name=name, day=day, line=line, value=value)
    fix = Text("请先改正；缺测写空值，停用写 0", "mend them first; a missing reading is null or NaN, no activity is 0")
    if code == "negative":
        return Problem("frame.negative", found, fix, expected=Text("0 或正数", "0 or above"))
    return Problem("frame.not-finite", found, fix)


def _check_unique(row: Numbers, period: Numbers, names: Names, days: Days, roles: Roles) -> None:
    place = period if roles.wide else row * (period.max() + 1) + period
    _, first, count = np.unique(place, return_index=True, return_counts=True)
    if (count > 1).any():
        line = int(first[count > 1].min())
        again = int(np.flatnonzero(place == place[line])[1])
        raise Problem(
            "frame.not-unique",
            Text(
                "{count} 个时期有一个以上的值；首个是序列 {name}，{day}，第 {line} 行与第 {again} 行",
                "{count} period(s) have more than one value; the first is of series {name}, {day}, rows {line} and {again}",
            ).fill(
                count=int((count > 1).sum()),
                name=listed(roles.values) if roles.wide else names[row[line]],
                day=days[line],
                line=line,
                again=again,
            ),
            Text(
                "请先合并（例如把一天内的多次读数相加），或用 series= 指明序列列",
                "make one of them first, as by summing the readings of a day, or name the column of series by series=",
            ),
        )


def _strata(frame: Taken, names: Names, row: Numbers, by: str | Mapping[Any, Any] | None) -> tuple[Names, Numbers]:
    if by is None:
        return np.array([""], np.str_), np.zeros(len(names), np.intp)
    if not isinstance(by, str):
        found = strata_of(names.tolist(), by)
        return np.unique(np.array(found, np.str_), return_inverse=True)
    strata, of_row = encoded(frame.table.get_column(by), by)
    stratum = np.zeros(len(names), np.intp)
    stratum[row] = of_row
    varies = np.flatnonzero(stratum[row] != of_row)
    if len(varies):
        raise Problem(
            "frame.stratum-varies",
            Text("序列 {name} 属于一个以上的层", "series {name} is of more than one stratum").fill(
                name=names[row[varies[0]]]
            ),
            Text("请让每个序列只属于一层", "give every series one stratum"),
            field=by,
        )
    return strata, stratum

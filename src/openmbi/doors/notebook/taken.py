"""A frame of any kind, taken as one table whose index is set aside, and given back as the kind that it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from narwhals.dependencies import is_pandas_dataframe, is_pandas_like_dataframe, is_pandas_like_series

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.notebook.times import is_time


@dataclass(frozen=True)
class Taken:
    """A reader's frame: `table` has its columns; `index` is the pandas index, or None; `single`: it was a Series, of this `name`."""

    table: nw.DataFrame[Any]
    index: Any
    single: bool
    name: Any

    @property
    def has_time_index(self) -> bool:
        """Whether the rows are labelled by time."""
        return self.index is not None and is_time(self.time_index)

    @property
    def time_index(self) -> nw.Series[Any]:
        """The index as a column."""
        return nw.from_native(self.index.to_series(), series_only=True)

    @property
    def time_index_name(self) -> str:
        """What the index is called, `time` if it has no name."""
        return "time" if self.index is None or self.index.name is None else str(self.index.name)

    def column(self, name: str, values: Any) -> nw.Series[Any]:
        """Return values, an array, as a column of this kind of frame; NaN is missing, and days are moments in pandas, which has none."""
        if values.dtype.kind == "M":
            kind = nw.Datetime if self.table.implementation.is_pandas_like() else nw.Date
            return nw.new_series(name, values, kind, backend=self.table.implementation)
        if values.dtype.kind == "f":
            made = nw.new_series(name, np.ascontiguousarray(values), nw.Float64, backend=self.table.implementation)
            return made.fill_nan(None) if np.isnan(values).any() else made
        kind = nw.Boolean if values.dtype.kind == "b" else nw.Int64 if values.dtype.kind in "iu" else nw.String
        return nw.new_series(name, values.tolist(), kind, backend=self.table.implementation)

    def like(self, column: nw.Series[Any], values: Any) -> nw.Series[Any]:
        """Return floats as a column in the place of another, of its floating type where it has one: Float32 stays, pandas keeps its extension types."""
        kind = nw.Float32 if column.dtype == nw.Float32 else nw.Float64
        fresh = self.column(column.name, values)
        fresh = fresh if kind is nw.Float64 else fresh.cast(kind)
        if not is_pandas_like_series(column.to_native()) or not column.dtype.is_numeric():
            return fresh
        native = fresh.to_native().astype(column.cast(kind).to_native().dtype)
        return nw.from_native(native, series_only=True)

    def numbers(self, names: Sequence[str]) -> Any:
        """Return columns of floats of numpy (R, C) at once where all of pandas' are; else None."""
        native = self.table.to_native()
        if not is_pandas_dataframe(native) or not all(kind == np.float64 for kind in native.dtypes[[*names]]):
            return None
        return native[[*names]].to_numpy()

    def replaced(self, names: Sequence[str], values: Any) -> Any:
        """Return the native frame with floats (R, C) in place of its columns (C,); a frame of floats of numpy is made at once, for it may have many."""
        native = self.table.to_native()
        if self.numbers(names) is not None and len(names) == native.shape[1]:
            return type(native)(values, index=native.index, columns=native.columns)
        fresh = {name: self.like(self.table.get_column(name), values[:, place]) for place, name in enumerate(names)}
        if not self.table.implementation.is_pyarrow():
            return self.table.with_columns(*fresh.values()).to_native()
        columns = [fresh[name].to_native() if name in fresh else native[name] for name in native.column_names]
        return type(native).from_arrays(columns, native.column_names, metadata=native.schema.metadata)  # at once, too

    def new(self, columns: dict[str, nw.Series[Any]]) -> Any:
        """Return a new native frame of this kind."""
        return nw.from_dict(columns, backend=self.table.implementation).to_native()


def taken(frame: Any) -> Taken:
    """Take a frame or Series of pandas, a DataFrame of polars, or an Arrow table.

    Raises
    ------
    Problem
        `frame.kind`, `frame.lazy`, `frame.empty`, `frame.multi-index` or `frame.columns-not-unique`.
    """
    single = is_pandas_like_series(frame)
    indexed = single or is_pandas_like_dataframe(frame)
    if indexed:
        _check_index(frame)
    table = _table(frame.to_frame("value" if frame.name is None else frame.name) if single else frame)
    if not len(table):
        raise Problem(
            "frame.empty",
            Text("表中没有任何行", "the frame has no rows"),
            Text("请给出至少一年的日值，或更长的周、月、季值", "give the values of at least some months"),
        )
    return Taken(table, frame.index if indexed else None, single, frame.name if single else None)


def _table(frame: Any) -> nw.DataFrame[Any]:
    try:
        table = nw.from_native(frame)
    except TypeError as error:
        raise _wrong_kind(frame) from error
    except ValueError as error:  # narwhals takes no frame of which two columns have one name
        raise Problem(
            "frame.columns-not-unique",
            Text("两列同名：{error}", "two columns have one name: {error}").fill(error=error),
            Text("请给每列一个自己的名称", "give every column a name of its own"),
        ) from error
    if isinstance(table, nw.LazyFrame):
        raise Problem(
            "frame.lazy",
            Text("这是惰性表（{kind}）", "this frame is lazy ({kind})").fill(kind=type(frame).__name__),
            Text(
                "请先调用 .collect()，结果可再用 .lazy()", "call .collect() first; the result can be made .lazy() again"
            ),
            expected=Text("已读入内存的表：调整需要所有行", "a frame in memory: the adjustment needs every row"),
        )
    if not isinstance(table, nw.DataFrame):
        raise _wrong_kind(frame)
    return table


def _wrong_kind(frame: Any) -> Problem:
    return Problem(
        "frame.kind",
        Text("不能调整类型为 {kind} 的对象", "an object of type {kind} cannot be adjusted").fill(
            kind=f"{type(frame).__module__.split('.')[0]}.{type(frame).__name__}"
        ),
        Text("请先转换为其中一种", "make one of these of it"),
        expected=Text(
            "pandas 的 DataFrame 或 Series、polars 的 DataFrame、pyarrow 的 Table",
            "a pandas DataFrame or Series, a polars DataFrame, a pyarrow Table",
        ),
    )


def _check_index(frame: Any) -> None:
    labels = [frame.index, getattr(frame, "columns", None)]
    if any(getattr(label, "nlevels", 1) > 1 for label in labels):
        raise Problem(
            "frame.multi-index",
            Text("索引或列名有多层", "the index or the column names have several levels"),
            Text(
                "请先用 reset_index() 转成列，或取其中一层", "make columns of it by reset_index(), or choose one level"
            ),
        )

"""`openmbi.adjust`: a frame in, the same kind of frame out, with the calendar taken out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, TypeVar

from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.catalog.calendar import Calendar
from openmbi.doors.notebook.asked import Asked
from openmbi.doors.notebook.parts import WITHOUT_DETAIL, check_output
from openmbi.doors.notebook.wrong import spoken

FrameT = TypeVar("FrameT")


@spoken
def adjust(
    frame: FrameT,
    *,
    time: str | None = None,
    value: str | None = None,
    series: str | None = None,
    by: str | Mapping[Any, Any] | None = None,
    frequency: Literal["D", "W", "M", "Q"] | None = None,
    calendar: Calendar | None = None,
    as_of: date | datetime | None = None,
    method: str = "batched",
    temperature: Any = None,
    robust: bool = True,
    parameters: AdjustmentParameters | None = None,
    output: str | None = None,
) -> FrameT:
    """Take weekdays, Chinese holidays, make-up workdays and the Spring Festival out of daily, weekly, monthly or quarterly series.

    Parameters
    ----------
    frame
        A pandas DataFrame or Series, a polars DataFrame or a pyarrow Table. Long: a row a value, with columns of times, series and values, in any order; others
        are carried along. Wide: a row a time, every column of numbers a series; the time is a column or the pandas index. Values are 0 or above, of any
        numeric type: 0 is no activity, null or NaN no reading; a row that is left out is no reading too.
    time
        The column of times: dates, moments, pandas periods, or texts such as 2015-03-02, 2015-W10, 2015-03, 2015-Q1. A moment with a time zone lies on
        its day in China. None: a time-like index, else the only column of dates.
    value, series
        The columns of values and of series of a long frame. None: guessed where there is one way to read the frame: times and columns of numbers are wide;
        times, one column of names and one of numbers are long.
    by
        The stratum of each series, such as its industry: a column of a long frame, or a mapping from series to stratum. Each stratum learns its own Spring
        Festival profile. None: one stratum.
    frequency
        `D`, `W` (Monday to Sunday), `M` or `Q`. A period may be labelled by any of its days. None: found from the gaps between values.
    calendar, as_of
        The calendar, and the day or moment at whose knowledge of it to stop. None: the calendar that comes with openmbi, with all that it holds.
    method
        `batched` (ours), `x13` (X-13ARIMA-SEATS, monthly and quarterly, with the extra `openmbi[x13]`), `stl`, `mstl` or `none`.
    temperature
        Daily mean temperatures in °C, for every day: a frame of times with one column for all, or a column a stratum, named after it; or a Series. Heating
        and cooling are then taken out too.
    robust
        Bound the pull of odd readings; False is one pass of penalised least squares.
    parameters
        Windows, knots and bounds of the method; `AdjustmentParameters(period_total=False)` says that weekly to quarterly values are means and not sums.
    output
        One part by its name, or `components` for all. None: a long frame gets all parts as new columns; of a wide frame or Series the adjusted values stand in
        place of the values, `components` makes it long.

    Returns
    -------
    FrameT
        The same kind of frame: rows, index and other columns as they were. `components` of a Series are a DataFrame.

    Raises
    ------
    Problem
        What is wrong with the frame, where, and what to do, in Chinese and English; its `code` is stable.
    """
    check_output(output)
    asked = Asked(
        time, value, series, by, frequency, calendar, as_of, method, temperature, robust=robust, parameters=parameters
    )
    layout = asked.layout(frame)
    detail = output not in WITHOUT_DETAIL and not (output is None and layout.roles.wide)
    return layout.back(asked.examined(layout.readings, detail=detail).adjusted, output)

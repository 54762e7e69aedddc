"""Daily mean temperatures from a reader's frame."""

from __future__ import annotations

from typing import Any

import numpy as np

from openmbi.adjustment.temperature import Temperature
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Names
from openmbi.doors.notebook.readings import floats
from openmbi.doors.notebook.roles import roles_of
from openmbi.doors.notebook.taken import taken
from openmbi.doors.notebook.times import times_of


def temperature_of(frame: Any, strata: Names) -> Temperature:
    """Return the temperatures (S, D) of the strata (S,): a frame of days with one column of °C for all, or one a stratum, named after it.

    Raises
    ------
    Problem
        `frame.temperature-strata` where a stratum has no column, `frame.temperature-not-unique` where a day has two temperatures; those of reading a frame.
    """
    station = taken(frame)
    roles = roles_of(station, None, None, None, None)
    time = station.time_index if roles.time is None else station.table.get_column(roles.time)
    days = times_of(time, str(roles.time or station.time_index_name)).days
    columns = _columns(tuple(str(name) for name in roles.values), strata, wide=roles.wide)
    first = days.min()
    place = (days - first).astype(np.intp)
    if len(np.unique(place)) < len(place):
        raise Problem(
            "frame.temperature-not-unique",
            Text("气温表中同一天有两个值", "a day has two temperatures"),
            Text("请给出每日平均气温，每天一行", "give daily means, a row a day"),
            field="temperature",
        )
    mean_c = np.full((len(strata), int(place.max()) + 1), np.nan)
    for stratum, column in enumerate(columns):
        mean_c[stratum, place] = floats(station.table.get_column(roles.values[column]))
    return Temperature(first, mean_c)


def _columns(names: tuple[str, ...], strata: Names, *, wide: bool) -> list[int]:
    """Return which column is whose."""
    if wide and len(names) == 1:
        return [0] * len(strata)
    missing = [stratum for stratum in strata.tolist() if stratum not in names]
    if missing or not wide:
        raise Problem(
            "frame.temperature-strata",
            Text("气温表中没有层 {name} 的列", "the temperatures have no column for the stratum {name}").fill(
                name=missing[0] if missing else "–"
            ),
            Text(
                "请给出一列通用的气温，或每层一列、以层命名",
                "give one column for all, or a column a stratum, named after it",
            ),
            field="temperature",
        )
    return [names.index(stratum) for stratum in strata.tolist()]

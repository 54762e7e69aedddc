"""An adjustment with all that it found, for readers who want more than the adjusted values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any, Generic, Literal, TypeVar, cast
from zoneinfo import ZoneInfo

import numpy as np

from openmbi.adjustment.adjust import adjust as adjust_panel
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.catalog.calendar import Calendar, load_calendar
from openmbi.core.adjusted import AdjustedPanel, DayStatus, OutlierKind
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.doors.notebook.given_back import Layout
from openmbi.doors.notebook.parts import COMPONENTS, parts_of
from openmbi.doors.notebook.readings import Readings, readings_of
from openmbi.doors.notebook.roles import roles_of
from openmbi.doors.notebook.taken import taken
from openmbi.doors.notebook.temperature import temperature_of
from openmbi.doors.notebook.times import CHINA
from openmbi.doors.notebook.wrong import spoken

FrameT = TypeVar("FrameT")


@dataclass(frozen=True)
class Adjustment(Generic[FrameT]):
    """What an adjustment found; every table is of the kind of the frame that was given.

    `panel`: the arrays (n, T) of the engine, series in the order of their names; `frequency`: of the frame; `strata`: the names of the strata.
    """

    panel: AdjustedPanel
    frequency: Frequency
    layout: Layout

    @property
    def frame(self) -> FrameT:
        """What `adjust` gives back."""
        return self.layout.back(parts_of(self.panel), None)

    @property
    def components(self) -> Any:
        """A long frame: every value with its adjusted value and the parts of what was taken out."""
        return self.layout.back(parts_of(self.panel), COMPONENTS)

    def part(self, name: str) -> FrameT:
        """Return one part, as `adjust(…, output=name)` does."""
        return self.layout.back(parts_of(self.panel), name)

    @property
    def outliers(self) -> Any:
        """The outliers that were found: series, first day, kind, size in log points on that day, and size ÷ standard error."""
        found = self.panel.detail.outliers if self.panel.detail else None
        kinds = np.array([kind.name.lower() for kind in OutlierKind], object)
        return self._table(
            {
                "series": np.empty(0, object) if found is None else found.subject.astype(object),
                "time": np.empty(0, object) if found is None else np.datetime_as_string(found.day).astype(object),
                "kind": np.empty(0, object) if found is None else kinds[found.kind],
                "size": np.empty(0) if found is None else found.size,
                "statistic": np.empty(0) if found is None else found.statistic,
            }
        )

    @property
    def diagnostics(self) -> Any:
        """A row a series: its stratum, how many periods were active, whether it could be fitted, and the robust spread of its residuals."""
        readings = self.layout.readings
        return self._table(
            {
                "series": self.panel.subjects.astype(object),
                "stratum": readings.strata[readings.stratum].astype(object),
                "active": np.count_nonzero(self.panel.status == DayStatus.ACTIVE, axis=1),
                "fitted": ~np.isnan(self.panel.scale),
                "residual_scale": self.panel.scale,
            }
        )

    def _table(self, columns: dict[str, Any]) -> Any:
        frame = self.layout.frame
        return frame.new({name: frame.column(name, values) for name, values in columns.items()})


@spoken
def adjustment_of(
    frame: FrameT,
    *,
    time: str | None = None,
    value: str | None = None,
    series: str | None = None,
    by: str | Mapping[Any, Any] | None = None,
    frequency: Literal["D", "W", "M", "Q"] | None = None,
    calendar: Calendar | None = None,
    as_of: date | datetime | None = None,
    temperature: Any = None,
    robust: bool = True,
    parameters: AdjustmentParameters | None = None,
) -> Adjustment[FrameT]:
    """Adjust a frame as `openmbi.adjust` does, and return all that was found.

    The parameters are those of `openmbi.adjust`, without `output`.

    Returns
    -------
    Adjustment
        `frame` (what `adjust` gives), `components`, `profile`, `depth`, `outliers`, `diagnostics`, and `panel`, the arrays of the engine.

    Raises
    ------
    Problem
        Those of `openmbi.adjust`.
    """
    given = taken(frame)
    roles = roles_of(given, time, value, series, by)
    readings = readings_of(given, roles, by, frequency)
    adjusted = adjust_panel(
        readings.panel,
        _calendar(calendar, as_of),
        frequency=readings.frequency,
        strata=cast("Any", readings.stratum),  # there may be more strata than a byte counts
        temperature=None if temperature is None else temperature_of(temperature, readings.strata),
        parameters=replace(parameters or AdjustmentParameters(), robust=robust, detail=True),
    )
    if np.isnan(adjusted.scale).all():
        raise _too_short(readings)
    return Adjustment(adjusted, readings.frequency, Layout(given, roles, readings))


@cache
def _shipped() -> Calendar:
    return load_calendar(None)


def _calendar(calendar: Calendar | None, as_of: date | datetime | None) -> Calendar:
    """Return the calendar, as it was known at a moment where one is given: a day's end in China, or a moment of China where it names no zone."""
    chosen = calendar or _shipped()
    if as_of is None:
        return chosen
    moment = as_of if isinstance(as_of, datetime) else datetime.combine(as_of, time.max)
    return chosen.as_known(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(CHINA)))


def _too_short(readings: Readings) -> Problem:
    active = (readings.panel.value > 0).sum(axis=1)
    return Problem(
        "frame.too-short",
        Text(
            "没有序列长到可以调整；最长的 {name} 有 {count} 个正值（频率 {frequency}）",
            "no series is long enough to be adjusted; the longest, {name}, has {count} positive value(s) of frequency {frequency}",
        ).fill(name=readings.panel.subjects[active.argmax()], count=active.max(), frequency=readings.frequency),
        Text("请给出更长的序列", "give longer series"),
        expected=Text(
            "至少 60 日、52 周、24 月或 12 季的正值",
            "at least 60 days, 52 weeks, 24 months or 12 quarters of positive values",
        ),
    )

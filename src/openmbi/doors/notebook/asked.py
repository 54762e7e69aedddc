"""What a reader asks of an adjustment besides the frame, and how it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from openmbi.adjustment.methods import method_named
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.protocol import Examined, Options
from openmbi.catalog.calendar import Calendar, load_calendar
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.notebook.given_back import Layout
from openmbi.doors.notebook.readings import Readings, readings_of
from openmbi.doors.notebook.roles import roles_of
from openmbi.doors.notebook.taken import taken
from openmbi.doors.notebook.temperature import temperature_of
from openmbi.doors.notebook.times import CHINA


@dataclass(frozen=True)
class Asked:
    """The parameters of `openmbi.adjust` that say what the frame is and how to adjust it."""

    time: str | None
    value: str | None
    series: str | None
    by: str | Mapping[Any, Any] | None
    frequency: str | None
    calendar: Calendar | None
    as_of: date | datetime | None
    method: str
    temperature: Any
    robust: bool
    parameters: AdjustmentParameters | None

    def layout(self, frame: Any) -> Layout:
        """Read a frame."""
        given = taken(frame)
        roles = roles_of(given, self.time, self.value, self.series, self.by)
        return Layout(given, roles, readings_of(given, roles, self.by, self.frequency))

    def examined(self, readings: Readings, *, detail: bool) -> Examined:
        """Adjust readings.

        Raises
        ------
        Problem
            `frame.not-fitted` where no series could be; those of the method and of the temperatures.
        """
        given = self.parameters or AdjustmentParameters()
        options = Options(
            frequency=readings.frequency,
            strata=None if self.by is None else cast("Any", readings.stratum),  # may be more than a byte counts
            temperature=None if self.temperature is None else temperature_of(self.temperature, readings.strata),
            parameters=replace(given, robust=given.robust and self.robust, detail=detail),
        )
        found = method_named(self.method).examine(readings.panel, self._known_calendar(), options)
        if len(found.refused) == len(readings.panel.subjects):
            raise _not_fitted(readings, found)
        return found

    def _known_calendar(self) -> Calendar:
        """Return the calendar, as known at the end of a day in China, or at a moment, which is one of China where it names no zone."""
        chosen = self.calendar or _shipped()
        if self.as_of is None:
            return chosen
        moment = self.as_of if isinstance(self.as_of, datetime) else datetime.combine(self.as_of, time.max)
        return chosen.as_known(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(CHINA)))


@cache
def _shipped() -> Calendar:
    return load_calendar(None)


def _not_fitted(readings: Readings, found: Examined) -> Problem:
    active = (readings.panel.value > 0).sum(axis=1)
    reasons = {one.subject: one.reason for one in found.refused}
    name = str(readings.panel.subjects[active.argmax()])
    return Problem(
        "frame.not-fitted",
        Text(
            "没有序列可以调整；最长的 {name} 有 {count} 个正值（频率 {frequency}）：{reason}",
            "no series could be adjusted; the longest, {name}, has {count} positive value(s) of frequency {frequency}: {reason}",
        ).fill(name=name, count=active.max(), frequency=readings.frequency, reason=reasons[name]),
        Text(
            "请给出更长的序列（缺省方法：60 日、52 周、24 月、12 季）",
            "give longer series (the default method: 60 days, 52 weeks, 24 months, 12 quarters)",
        ),
    )

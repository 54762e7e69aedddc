"""An adjustment with all that it found, for readers who want more than the adjusted values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

import numpy as np

from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.protocol import Examined
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import AdjustedPanel, DayStatus, FestivalProfile, OutlierKind
from openmbi.core.periods import Frequency
from openmbi.doors.notebook.asked import Asked
from openmbi.doors.notebook.given_back import Layout
from openmbi.doors.notebook.parts import COMPONENTS, check_output
from openmbi.doors.notebook.wrong import language, spoken

FrameT = TypeVar("FrameT")


@dataclass(frozen=True)
class Adjustment(Generic[FrameT]):
    """What an adjustment found; every table is of the kind of the frame that was given."""

    examined: Examined
    layout: Layout

    @property
    def panel(self) -> AdjustedPanel:
        """The arrays (n, T) of the engine, series in the order of their names."""
        return self.examined.adjusted

    @property
    def frequency(self) -> Frequency:
        """The frequency of the frame."""
        return self.layout.readings.frequency

    @property
    def frame(self) -> FrameT:
        """What `adjust` gives back."""
        return self.layout.back(self.panel, None)

    def part(self, name: str) -> FrameT:
        """Return what `adjust(…, output=name)` gives back.

        Raises
        ------
        Problem
            `frame.output-unknown`.
        """
        check_output(name)
        return self.layout.back(self.panel, name)

    @property
    def components(self) -> Any:
        """A long frame: every value with its adjusted value and the parts of what was taken out."""
        return self.layout.back(self.panel, COMPONENTS)

    @property
    def profile(self) -> Any:
        """The Spring Festival profile of each stratum: days from New Year, and the effect in log points of a series of mean scale in a year of depth 1."""
        found = self._festivals
        return self._table(
            {
                "stratum": self._strata([len(one.offset) for one in found]),
                "days_from_new_year": joined([one.offset for one in found], np.int64),
                "effect": joined([one.profile for one in found], float),
            }
        )

    @property
    def depth(self) -> Any:
        """Each year of each stratum: whether its festival is in the data, how deep it was (1: the mean of those seen), how many days later than usual
        firms closed and came back; each with its standard error. What was not seen is what is expected.
        """
        found = self._festivals
        columns = {
            "stratum": self._strata([len(one.years) for one in found]),
            "year": joined([one.years for one in found], np.int64),
            "seen": joined([one.seen for one in found], bool),
        }
        for place, name in enumerate(("depth", "closing_days", "return_days")):
            columns[name] = joined([getattr(one, name) for one in found], float)
            columns[f"{name}_error"] = joined([one.spread[place] for one in found], float)
        return self._table(columns)

    @property
    def _festivals(self) -> tuple[FestivalProfile, ...]:
        return self.panel.detail.festivals if self.panel.detail else ()

    def _strata(self, lengths: list[int]) -> Any:
        readings = self.layout.readings
        names = [readings.strata[readings.stratum[one.rows[0]]] for one in self._festivals]
        return np.repeat(np.array(names, object), lengths)

    @property
    def outliers(self) -> Any:
        """The outliers that the method hands on, which may be none: series, first day, kind, size in log points on that day, and size ÷ standard error."""
        found = self.panel.detail.outliers if self.panel.detail else None
        kinds = np.array([kind.name.lower() for kind in OutlierKind], object)
        return self._table(
            {
                "series": np.empty(0, object) if found is None else found.subject.astype(object),
                "time": np.empty(0, "M8[D]") if found is None else found.day.astype("M8[D]"),
                "kind": np.empty(0, object) if found is None else kinds[found.kind],
                "size": np.empty(0) if found is None else found.size,
                "statistic": np.empty(0) if found is None else found.statistic,
            }
        )

    @property
    def diagnostics(self) -> Any:
        """A row a series: stratum, periods with a positive value, robust spread of the log residuals, and why it could not be fitted, where it could not."""
        readings, reasons = self.layout.readings, {one.subject: one.reason for one in self.examined.refused}
        subjects = self.panel.subjects.tolist()
        refused = [reasons[name].say(language()) if name in reasons else None for name in subjects]
        return self._table(
            {
                "series": self.panel.subjects.astype(object),
                "stratum": readings.strata[readings.stratum].astype(object),
                "active": np.count_nonzero(self.panel.status == DayStatus.ACTIVE, axis=1),
                "residual_scale": self.panel.scale,
                "fitted": np.array([name not in reasons for name in subjects]),
                "reason": np.array(refused, object),
            }
        )

    def _table(self, columns: dict[str, Any]) -> Any:
        frame = self.layout.frame
        return frame.new({name: frame.column(name, values) for name, values in columns.items()})


def joined(parts: list[Any], kind: Any) -> Any:
    """Return arrays one after the other, as one of a kind."""
    return np.concatenate([np.empty(0, kind), *parts]).astype(kind)


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
    method: str = "batched",
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
    asked = Asked(
        time, value, series, by, frequency, calendar, as_of, method, temperature, robust=robust, parameters=parameters
    )
    layout = asked.layout(frame)
    return Adjustment(asked.examined(layout.readings, detail=True), layout)

"""What of each reading is left when the festival, the whole calendar, the temperature or the season is taken out: the stages of growth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.tables import CellPanel, DayClass, Flags, Floats, Reading
from openmbi.index.idle_runs import stopped_days
from openmbi.index.resolved_use import expected_use


class Stage(IntEnum):
    """What has been taken out of use so far; each stage takes out what the one before does, and one thing more."""

    RAW = 0
    FESTIVAL = 1  # the Spring Festival: growth excluding it
    CALENDAR = 2  # weekdays, holidays and make-up workdays too: working-day adjusted
    TEMPERATURE = 3  # and the temperature, where the adjustment was told it: nothing of `effect` is left
    SEASON = 4  # and the annual cycle


@dataclass(frozen=True)
class GrowthParameters:
    """`minimum_valid_share` of a period's days that an enterprise must report to count; `idle_days_filled` as the level has it; `deep_factor` and
    `festival_window` as the adjustment has them.
    """

    minimum_valid_share: float = 0.8
    idle_days_filled: int = 3
    deep_factor: float = 0.5
    festival_window: tuple[int, int] = (-35, 45)


def valid_days(panel: CellPanel) -> Flags:
    """Return the days (n, T) with a plain reading, zero among them; "zero or no reading" is none."""
    return (panel.reading == Reading.NORMAL) | (panel.reading == Reading.ZERO)


def staged_use(
    panel: CellPanel, adjusted: AdjustedPanel, parameters: GrowthParameters
) -> Iterator[tuple[Stage, Floats]]:
    """Yield the use (n, T) of each stage, in the unit of the panel, one after another; 0 on days that are not valid.

    With e the log points that a stage takes out, f = exp(e), and m what is expected without any effect (`expected_use`):

    - a positive reading x becomes κ x / f + (1 − κ) m exp(effect − e), κ = min(1, f / deep_factor): docs/decisions/0003. Where e = 0 it stays x.
    - a measured zero stays 0, but for what the calendar explains. A Spring Festival closure takes m exp(effect − e) from FESTIVAL on; a day off inside an idle
      run that is too short to be a stop does so from CALENDAR on. A zero on a workday, and every day of a stop, is 0 at all stages.

    Where the adjustment does not tell its parts (`detail` None), FESTIVAL takes nothing out and CALENDAR all of `effect`.
    """
    valid, normal = valid_days(panel), expected_use(adjusted)
    reading = np.where(valid, panel.value, 0.0)
    yield Stage.RAW, reading
    active = valid & (reading > 0)
    filled = _filled(adjusted, valid & ~active, parameters.idle_days_filled)
    taken_out = _taken_out(adjusted)
    for stage, out in taken_out.items():
        left = normal * np.exp(adjusted.effect - out)
        kept = np.minimum(1.0, np.exp(out) / parameters.deep_factor)
        use = kept * reading / np.exp(out) + (1 - kept) * left
        found = np.where(active, use, np.where(filled[stage], left, 0.0))
        yield stage, found
        if stage is Stage.TEMPERATURE and adjusted.detail is not None:
            yield Stage.SEASON, found / np.exp(adjusted.detail.season)


def _taken_out(adjusted: AdjustedPanel) -> dict[Stage, Floats]:
    detail = adjusted.detail
    if detail is None:
        return {
            Stage.FESTIVAL: np.zeros(adjusted.effect.shape),
            Stage.CALENDAR: adjusted.effect,
            Stage.TEMPERATURE: adjusted.effect,
        }
    return {
        Stage.FESTIVAL: detail.festival,
        Stage.CALENDAR: adjusted.effect - detail.temperature,
        Stage.TEMPERATURE: adjusted.effect,
    }


def _filled(adjusted: AdjustedPanel, zero: Flags, idle_days_filled: int) -> dict[Stage, Flags]:
    """Return the measured zeros (n, T) that each stage takes for use as expected."""
    standing = stopped_days(adjusted.status, idle_days_filled)
    closed = zero & ~standing & (adjusted.status == DayStatus.FESTIVAL_CLOSURE)
    working = (adjusted.day_class == DayClass.WORKDAY) | (adjusted.day_class == DayClass.MAKEUP_WORKDAY)
    off = closed | (zero & ~standing & (adjusted.status == DayStatus.IDLE) & ~working)
    return {Stage.FESTIVAL: closed, Stage.CALENDAR: off, Stage.TEMPERATURE: off}

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
    - a Spring Festival closure, on standby or without any use, takes m exp(effect − e) from FESTIVAL on.
    - another measured zero stays 0, but for a day off inside an idle run that is too short to be a stop: it takes m exp(effect − e) from CALENDAR on. A zero
      on a workday, and every day of a stop, is 0 at all stages.

    Where the adjustment does not tell its parts (`detail` None), FESTIVAL takes nothing out and CALENDAR all of `effect`.
    """
    valid = valid_days(panel)
    reading = np.where(valid, panel.value, 0.0)
    yield Stage.RAW, reading
    expected = expected_use(adjusted) * np.exp(adjusted.effect)
    closed, off = _filled(adjusted, valid, valid & (reading <= 0), parameters.idle_days_filled)
    detail, deep = adjusted.detail, parameters.deep_factor
    yield Stage.FESTIVAL, reading if detail is None else _festival_out(reading, expected, detail.festival, closed, deep)
    warm = detail is not None and bool(detail.temperature.any())
    calendar = adjusted.effect - detail.temperature if detail is not None and warm else adjusted.effect
    left = _without(reading, expected, calendar, off, deep)
    yield Stage.CALENDAR, left
    left = _without(reading, expected, adjusted.effect, off, deep) if warm else left
    yield Stage.TEMPERATURE, left
    if detail is not None:
        yield Stage.SEASON, left / np.exp(detail.season) if detail.season.any() else left


def _without(reading: Floats, expected: Floats, out: Floats, filled: Flags, deep_factor: float) -> Floats:
    """Return use (n, T) without `out` log points; `expected` is what is expected with every effect in it, `filled` the days that it stands in for."""
    factor = np.exp(out)
    left = expected / factor
    kept = np.minimum(1.0, factor / deep_factor)
    use = kept * (reading / factor) + (1 - kept) * left
    return np.where(filled, left, np.where(reading > 0, use, 0.0))


def _festival_out(reading: Floats, expected: Floats, festival: Floats, closed: Flags, deep_factor: float) -> Floats:
    """Return use without the festival: other days than the festival's stay as they are."""
    days = np.flatnonzero(festival.any(axis=0) | closed.any(axis=0))
    use = reading.copy()
    use[:, days] = _without(reading[:, days], expected[:, days], festival[:, days], closed[:, days], deep_factor)
    return use


def _filled(adjusted: AdjustedPanel, valid: Flags, zero: Flags, idle_days_filled: int) -> tuple[Flags, Flags]:
    """Return the measured days (n, T) that are taken for use as expected: closures without the festival, and zeros on days off without the calendar."""
    standing = stopped_days(adjusted.status, idle_days_filled)
    closed = valid & ~standing & (adjusted.status == DayStatus.FESTIVAL_CLOSURE)
    working = (adjusted.day_class == DayClass.WORKDAY) | (adjusted.day_class == DayClass.MAKEUP_WORKDAY)
    return closed, closed | (zero & ~standing & (adjusted.status == DayStatus.IDLE) & ~working)

"""What a detector of today is compared with: three robust standard deviations of every enterprise's own last quarter, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from benchmarks.detection_truth import Floats32, Truth
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.tables import Colour, Flags, Level

WINDOW_DAYS, AGAIN_DAYS = 90, 28  # what is usual rests on so many days, and is looked at anew so often
FEWEST_KNOWN = 30
SIGMAS, MAD_OF_NORMAL = 3.0, 0.6745
CLOSE_DAYS = 7  # an alert ends after so many days inside
LEAST_SHARE = 0.01  # of its usual use; a log of nothing there is not
ROWS = 5_000


def three_sigma(truth: Truth) -> Iterator[Alert]:
    """Yield an alert on every day after the history on which an enterprise leaves three robust standard deviations, and had not within a week."""
    days = [day.astype(object) for day in truth.days]
    for start in range(0, len(truth.use), ROWS):
        rows = slice(start, start + ROWS)
        outside = _outside(truth.use[rows], truth.history)
        for row, number in zip(*np.nonzero(_begins(outside != 0)), strict=True):
            below = outside[row, number] < 0
            yield _alert(str(truth.subjects[rows][row]), days[truth.history + number], below=bool(below))


def _outside(use: Floats32, history: int) -> NDArray[np.int8]:
    """Return (m, T − history) −1 and 1 on the days on which log use lies below and above what is usual."""
    length = use.shape[1]
    found = np.zeros((len(use), length - history), np.int8)
    for first in range(history, length, AGAIN_DAYS):
        here = slice(first, min(first + AGAIN_DAYS, length))
        middle, spread, least = _usual(use[:, first - WINDOW_DAYS : first])
        with np.errstate(invalid="ignore", divide="ignore"):
            z = (np.log(np.maximum(use[:, here], least)) - middle) / spread
        found[:, here.start - history : here.stop - history] = (z > SIGMAS).astype(np.int8) - (z < -SIGMAS)
    return found


def _usual(use: Floats32) -> tuple[Floats32, Floats32, Floats32]:
    """Return median and robust standard deviation of log use, and the least use that counts, each (m, 1); not a number where too little is known."""
    running = np.where(use > 0, use, np.nan)
    least = LEAST_SHARE * _median(running)
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(np.maximum(use, least))
    middle = _median(logs)
    return middle, _median(np.abs(logs - middle)) / np.float32(MAD_OF_NORMAL), least


def _median(values: Floats32) -> Floats32:
    """Return the medians (m, 1) of the known values; those in the middle are not averaged."""
    known = (~np.isnan(values)).sum(axis=1, keepdims=True)
    found = np.take_along_axis(np.sort(values, axis=1), np.maximum(known - 1, 0) // 2, axis=1)
    return np.where(known >= FEWEST_KNOWN, found, np.float32(np.nan))


def _begins(outside: Flags) -> Flags:
    """Flag the days (m, T) outside before which a week had been inside."""
    recent = np.zeros_like(outside)
    for lag in range(1, CLOSE_DAYS + 1):
        recent[:, lag:] |= outside[:, :-lag]
    return outside & ~recent


def _alert(subject: str, found_on: date, *, below: bool) -> Alert:
    direction = Direction.DOWN if below else Direction.UP
    return Alert(
        Level.ENTERPRISE, subject, found_on, found_on, direction, (Channel.LEVEL,), (), 0.0027, 0.0027, "own", Colour.YELLOW
    )  # fmt: skip

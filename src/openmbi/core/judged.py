"""Of whom a run can tell unusual movement: how many enterprises are judged, and how many cannot be. It says what the absence of an alert is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Judged:
    """Counts of the enterprises that the register has on the newest day.

    `enterprises`: all; `young`: those that were first read too short a time ago to be judged; `unsteady`: others without regular days enough, as one that has
    long stood still or was not read. `days_missing`: about how many more days of history are needed until the movement of one enterprise can be rare enough
    to be an alert by itself; 0 where there are enough.
    """

    enterprises: int
    young: int
    unsteady: int
    days_missing: int

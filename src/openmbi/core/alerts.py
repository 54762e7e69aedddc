"""Alerts: what detection hands on. An alert is one unusual movement of one subject (zone, city, industry, cell or enterprise), found on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openmbi.core.colours import Colour
from openmbi.core.levels import Level


class Direction(StrEnum):
    """Whether a subject moved below or above what was expected of it."""

    DOWN = "down"
    UP = "up"


class Channel(StrEnum):
    """How an unusual movement was found."""

    LEVEL = "level"  # the last days against the subject's own days before
    SLOW = "slow"  # a change that gathers over weeks
    SILENCE = "silence"  # a source that fell silent
    PATTERN = "pattern"  # the week has another shape
    RELOCATION = "relocation"  # one falls, another of the same owner rises
    JOINT = "joint"  # several sources taken together


@dataclass(frozen=True)
class SourceEvidence:
    """What one indicator says of the movement of an alert.

    `expected` and `observed`: mean a day in `unit` over the days judged (NaN where unknown). `own`: the deviation of the subject itself in log points,
    after the common moves were taken out; `common`: what was taken out, by the level it was common to, in log points. `p_value`: of this indicator alone.
    """

    indicator: str
    unit: str
    expected: float
    observed: float
    own: float
    common: tuple[tuple[Level, float], ...]
    p_value: float

    @property
    def change(self) -> float:
        """Observed against expected, as a share."""
        return self.observed / self.expected - 1


@dataclass(frozen=True)
class Alert:
    """One unusual movement of one subject.

    `found_on`: the newest day of the data when it was found; `since`: the day on which the movement is estimated to have begun. `channels`: strongest first.
    `sources`: the one that was found first, then those that agree; of several that were found together (JOINT), electricity first where it is one of them.
    `p_value`: of the subject on that day, against the pooled days of its `stratum` without an alert; `q_value`: Benjamini–Hochberg over the subjects of its
    level without an open case. `colour`: RED where two sources agree, or one for long; else YELLOW. `covered_by`: the group (level, code) whose own alert
    covers this one. `known_events`: codes of the register that touch it.
    """

    level: Level
    subject: str
    found_on: date
    since: date
    direction: Direction
    channels: tuple[Channel, ...]
    sources: tuple[SourceEvidence, ...]
    p_value: float
    q_value: float
    stratum: str
    colour: Colour
    covered_by: tuple[Level, str] | None = None
    known_events: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name of an alert, the same for ever: `enterprise:91440101MA000001:2026-01-02`."""
        return f"{self.level}:{self.subject}:{self.found_on.isoformat()}"


@dataclass(frozen=True)
class Standing:
    """How a subject under an open case stands on the newest day, against what was expected of it before the movement began.

    `deviation`: mean of the last days in log points, NaN where nothing was read; `inside_days`: how many days in a row up to the newest it has stayed inside
    the close threshold.
    """

    level: Level
    subject: str
    day: date
    deviation: float
    inside_days: int

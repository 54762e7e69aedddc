"""What is asked of `mbi thresholds`; apart from its work, which is slow to import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class ThresholdsAsked:
    """Which events the zone's light should show (horizon 0) or foretell (days before); by which preference each colour opens.

    `events`: codes of known events; none: all that touch the zone. `file`: a table of one's own instead, with the columns first and last. The thresholds
    are fixed on what was known on `fixed_on` (None: the day before `judged`), to judge from the day `judged` on (None: the day after the newest run's).
    """

    events: tuple[str, ...] = ()
    file: Path | None = None
    horizon: int = 0
    preferences: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({"yellow": 0.8, "red": 0.5}))
    fixed_on: date | None = None
    judged: date | None = None

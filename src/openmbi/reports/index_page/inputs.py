"""What the index page is made from: documents of the newest run, the phases told by it, what an earlier run said, and the newest nowcast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openmbi.core.language import Text


@dataclass(frozen=True)
class KeptRun:
    """A run that can be looked back at."""

    name: str
    as_of: datetime


@dataclass(frozen=True)
class MonthlyFigure:
    """A figure by month: `months` such as `2025-06`, `values` (same length)."""

    name: Text
    months: Sequence[str]
    values: Sequence[float]


@dataclass(frozen=True)
class EarlierRun:
    """What an earlier run said: its overview's document, and its figure by month, None where it had none."""

    run: KeptRun
    overview: Mapping[str, Any]
    figure: MonthlyFigure | None


@dataclass(frozen=True)
class IndexPageInput:
    """`overview`: the document of the newest run. `zone`: that of the whole zone's page, None where nothing tells groups apart.

    `figure`: the composite by month, or the level where there is none; `phases` and `turns` as `mbi phases` tells them of it, else `why_no_phases`.
    `runs`: all kept runs, oldest first; `earlier`: the one that is compared with. `nowcast`: the document of the newest that was kept; None: none was.
    """

    frame: Mapping[str, Any]
    overview: Mapping[str, Any]
    zone: Mapping[str, Any] | None
    figure: MonthlyFigure | None
    phases: Sequence[Mapping[str, Any]]
    turns: Sequence[Mapping[str, Any]]
    why_no_phases: Text | None
    runs: Sequence[KeptRun]
    earlier: EarlierRun | None
    nowcast: Mapping[str, Any] | None

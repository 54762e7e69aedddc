"""What is asked of `mbi phases`; apart from its work, which is slow to import."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PhaseMethod(StrEnum):
    """How turning points are dated."""

    BRY_BOSCHAN = "bry_boschan"
    BBQ = "bbq"
    MARKOV = "markov"


@dataclass(frozen=True)
class PhasesAsked:
    """Which figure of whom (None: the zone's composite, or its level where it has none), by which method; `large_fall` in per cent."""

    index: str | None = None
    subject: str | None = None
    method: PhaseMethod = PhaseMethod.BRY_BOSCHAN
    large_fall: float | None = None

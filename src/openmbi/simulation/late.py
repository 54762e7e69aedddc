"""Readings that arrive late, with a few faults that a quarantine must catch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from openmbi.simulation.codes import credit_code
from openmbi.simulation.deliveries import amount_text
from openmbi.simulation.electricity import Hundredths
from openmbi.simulation.enterprises import PLACES
from openmbi.simulation.readings import SENTINEL

LATE_READINGS = 12
DAYS_LATE = 10
UNKNOWN_SERIAL = 99_000_001  # above every serial that the register gives


class Fault(StrEnum):
    """What is wrong with a row, on purpose."""

    DUPLICATE_KEY = "duplicate_key"
    NEGATIVE = "negative"
    UNREADABLE_DAY = "unreadable_day"
    UNKNOWN_ENTERPRISE = "unknown_enterprise"


@dataclass(frozen=True)
class LateRow:
    """A row of the late file as texts, and its fault where it has one."""

    code: str
    day: str
    amount: str
    known_at: str
    fault: Fault | None = None


def late_moment(day: date) -> str:
    """Return when a late delivery about a day is known: ten days after, at nine in the morning."""
    return f"{day + timedelta(days=DAYS_LATE)} 09:00:00"


def draw_late_rows(
    use: Hundredths, reported: Hundredths, codes: list[str], days: tuple[date, ...], rng: np.random.Generator
) -> tuple[LateRow, ...]:
    """Return the true use of some days that were first reported as missing, and after them the faulty rows."""
    missing = np.argwhere((reported == SENTINEL) & (use > 0))
    chosen = missing[rng.permutation(len(missing))[: LATE_READINGS + 3]]
    rows = [
        LateRow(codes[i], days[t].isoformat(), amount_text(int(use[i, t])), late_moment(days[t])) for i, t in chosen
    ]
    return (*rows[:LATE_READINGS], *_faulty(rows[LATE_READINGS:]))


def _faulty(rows: list[LateRow]) -> list[LateRow]:
    twice, negative, unreadable = rows
    return [
        replace(twice, fault=Fault.DUPLICATE_KEY),
        replace(twice, amount="0.00", fault=Fault.DUPLICATE_KEY),
        replace(negative, amount=f"-{negative.amount}", fault=Fault.NEGATIVE),
        replace(unreadable, day=f"{unreadable.day[:4]}-02-30", fault=Fault.UNREADABLE_DAY),
        replace(negative, code=credit_code(next(iter(PLACES)), UNKNOWN_SERIAL), fault=Fault.UNKNOWN_ENTERPRISE),
    ]

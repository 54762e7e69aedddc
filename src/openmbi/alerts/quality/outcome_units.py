"""What noise-to-signal, usefulness and AUROC are counted over: every episode, and every month of a subject in which nothing happened.

An episode has a signal where an alert found it; a quiet month has one where an alert of its subject was false. So Kaminsky and Reinhart's A and C are
episodes, their B and D months of subjects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from openmbi.alerts.quality.watch import Watch, month_number, sought, struck, struck_months
from openmbi.core.quality import Episode, Judged, Part, Verdict
from openmbi.core.tables import Flags, Floats

STRONGEST = 16.0


@dataclass(frozen=True)
class OutcomeUnits:
    """u units: `strength` (u,) of the strongest alert, −log₁₀ p, 0 where there was none; `event` (u,): an episode, else a quiet month."""

    strength: Floats
    event: Flags


def outcome_units(judged: Sequence[Judged], episodes: Sequence[Episode], watch: Watch) -> OutcomeUnits:
    """Return the units of the watched level and days. An episode counts by the alert that found it."""
    alerts = [one for one in judged if one.alert.level is watch.level and watch.holds(one.alert.found_on)]
    own = sought(episodes, watch)
    found = {one.truth: _strength(one) for one in alerts if one.part is Part.FIRST}
    not_quiet = struck_months(struck(episodes, watch))
    alarmed: dict[tuple[str, int], float] = {}
    for one in alerts:
        unit = one.alert.subject, month_number(one.alert.found_on)
        if one.verdict is Verdict.FALSE and unit not in not_quiet:
            alarmed[unit] = max(alarmed.get(unit, 0.0), _strength(one))
    quiet = np.zeros(watch.subjects * watch.months - len(not_quiet))
    quiet[: len(alarmed)] = list(alarmed.values())
    events = np.array([found.get(one, 0.0) for one in own], np.float64)
    return OutcomeUnits(np.append(events, quiet), np.arange(len(events) + len(quiet)) < len(events))


def _strength(one: Judged) -> float:
    """Return −log₁₀ of the alert's p-value, never 0: an alert is a signal."""
    p_value = one.alert.p_value
    return min(-log10(p_value), STRONGEST) if 0 < p_value < 1 else STRONGEST if p_value == 0 else np.finfo(float).tiny

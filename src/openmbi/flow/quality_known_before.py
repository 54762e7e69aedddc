"""What could be told of alerts beforehand: bounds fixed on the past month by month, and whether stated probabilities came true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from openmbi.alerts.quality.past_bounds import FEWEST, Replayed, replayed_bounds
from openmbi.alerts.quality.past_probability import past_probabilities
from openmbi.alerts.quality.reliability import Reliability, reliability
from openmbi.core.language import Text
from openmbi.core.quality import Basis, Judged, Verdict
from openmbi.core.tables import Floats
from openmbi.flow.false_discovery import Evidence, dated
from openmbi.reports.quality.inputs import BoundLine, ReliabilityFigures, ReliabilityLine

_BY_PAST = Text("由此前已核实的同类预警", "by the alerts alike that were verified before")
_NOMINAL = Text("检测所标称：1 − q", "as detection states it: 1 − q")


def told_beforehand(known: Evidence) -> tuple[Basis | None, tuple[Judged, ...]]:
    """Return what bounds and reliability are told by, never both together: feedback where enough of it is verified, else a replay where there is one."""
    if sum(map(_verified, known.feedback)) >= FEWEST or (not known.replay and any(map(_verified, known.feedback))):
        return Basis.FEEDBACK, known.feedback
    return (Basis.REPLAY, dated(known.replay)) if any(map(_verified, known.replay)) else (None, ())


def bounds(judged: Sequence[Judged], target: float) -> tuple[BoundLine, ...]:
    """Return the bound fixed before each month from the second on, and what it did to the month's verified alerts."""
    found = sorted({one.alert.found_on.replace(day=1) for one in judged})
    if not found:
        return ()
    return tuple(_bound(one) for one in replayed_bounds(judged, _months(found[0], found[-1])[1:], target=target))


def reliabilities(judged: Sequence[Judged]) -> tuple[ReliabilityFigures, ...]:
    """Return the reliability of what the past said of each verified alert, and of what detection states; none where nothing was verified."""
    place = [number for number, one in enumerate(judged) if _verified(one)]
    right = np.array([judged[number].verdict is Verdict.CONFIRMED for number in place], bool)
    nominal: Floats = 1 - np.array([judged[number].alert.q_value for number in place], np.float64)
    found = ((_BY_PAST, past_probabilities(judged)[place]), (_NOMINAL, nominal)) if place else ()
    return tuple(_figures(name, one) for name, stated in found if (one := reliability(stated, right)).number)


def _verified(one: Judged) -> bool:
    return one.counts and one.verdict is not Verdict.UNVERIFIED


def _months(first: date, last: date) -> list[date]:
    """Return the first days of all months from one to the other."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _bound(one: Replayed) -> BoundLine:
    fixed = one.fixed
    return BoundLine(fixed.judged_from, fixed.bound, fixed.learnt.whole, one.kept, one.dropped)


def _figures(name: Text, found: Reliability) -> ReliabilityFigures:
    lines = tuple(ReliabilityLine(each.stated, each.right) for each in found.bins)
    return ReliabilityFigures(name, lines, found.number, found.brier, found.base)

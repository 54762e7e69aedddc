"""Closed cases that were like this alert, and what they turned out to be. Likeness is counted in points that a reader can check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np

from openmbi.alerts.reasons.calendar_facts import in_festival_window
from openmbi.alerts.reasons.context import AlertContext, PastCase
from openmbi.alerts.reasons.figures import both, percent
from openmbi.alerts.reasons.sources import change_of
from openmbi.catalog.calendar import Calendar
from openmbi.core.alerts import Alert
from openmbi.core.case_words import CAUSES, CLOSINGS
from openmbi.core.cases import Case, Cause
from openmbi.core.language import Text

POINTS = MappingProxyType({"subject": 3, "industry": 2, "channel": 1, "season": 1, "size": 1})
"""What a past case has in common: the subject itself, its industry, the channel that found it, both begun in the festival window, and a change within
`ALIKE_SIZE`. The level and the direction must be the same."""
ENOUGH = 3
ALIKE_SIZE = 0.15
"""Changes that differ by no more than this share (15 percentage points) are of one size."""
SHOWN = 5
_MEANS = MappingProxyType(
    {
        "subject": Text("同一主体", "the same subject"),
        "industry": Text("同行业", "the same industry"),
        "channel": Text("同一通道", "the same channel"),
        "season": Text("同在春节影响期", "also around the Spring Festival"),
        "size": Text("幅度相近", "of like size"),
    }
)
_FOUND = Text(
    "类似的已结工单 {count} 件，所填原因：{causes}", "{count} closed cases were like it; causes filed: {causes}"
)
_CAUSE = Text("{name} {count} 件", "{name} {count}")
_NONE = Text("没有类似的已结工单", "no closed case was like it")
_NO_CAUSE = Text("未填原因", "no cause filed")


@dataclass(frozen=True)
class Similar:
    """A past case, and by what it is like the alert."""

    past: PastCase
    alike: tuple[str, ...]

    @property
    def points(self) -> int:
        """How alike they are."""
        return sum(POINTS[name] for name in self.alike)


def past_document(alert: Alert, context: AlertContext) -> dict[str, Any]:
    """Return how many closed cases were like the alert, which causes were filed in how many of them, and the most alike."""
    found = similar(alert, context)
    return {
        "count": len(found),
        "causes": [{"name": both(name), "count": count} for name, count in _causes(found)],
        "listed": [_document(one) for one in found[:SHOWN]],
    }


def past_sentences(alert: Alert, context: AlertContext) -> Iterator[Text]:
    """Yield what the like ones turned out to be."""
    found = similar(alert, context)
    if not found:
        yield _NONE
        return
    said = [_CAUSE.fill(name=name, count=count) for name, count in _causes(found)]
    causes = Text("，".join(one.zh for one in said), ", ".join(one.en for one in said))
    yield _FOUND.fill(count=len(found), causes=causes)


def similar(alert: Alert, context: AlertContext) -> list[Similar]:
    """Return closed cases with at least `ENOUGH` points, the most alike first, then the latest."""
    comparable = [one for one in context.past if _comparable(one.case, alert)]
    seasons = _in_season([alert.since, *(one.case.alert.since for one in comparable)], context.calendar)
    found = [
        Similar(one, _alike(one.case, alert, context.industry, season and seasons[0]))
        for one, season in zip(comparable, seasons[1:], strict=True)
    ]
    enough = [one for one in found if one.points >= ENOUGH]
    return sorted(enough, key=lambda one: (-one.points, -one.past.case.number))


def _comparable(case: Case, alert: Alert) -> bool:
    before = case.closed_on is not None and case.closed_on < alert.found_on
    return before and case.level is alert.level and case.alert.direction is alert.direction


def _alike(case: Case, alert: Alert, industry: str, in_season: bool) -> tuple[str, ...]:
    tests: Mapping[str, bool] = {
        "subject": case.subject == alert.subject,
        "industry": bool(industry) and (case.industry or "").startswith(industry),
        "channel": case.alert.channels[:1] == alert.channels[:1],
        "season": in_season,
        "size": abs(_change(case.alert) - _change(alert)) <= ALIKE_SIZE,
    }
    return tuple(name for name, holds in tests.items() if holds)


def _in_season(days: list[date], calendar: Calendar) -> list[bool]:
    """Tell of days whether they lie around the Spring Festival."""
    offsets = calendar.days_from_new_year(np.array(days, "datetime64[D]"))
    return [in_festival_window(offset) for offset in offsets.tolist()]


def _change(alert: Alert) -> float:
    return change_of(alert.sources[0]) if alert.sources else float("nan")


def _causes(found: list[Similar]) -> list[tuple[Text, int]]:
    """Return how many cases filed which cause, the most frequent first, and last how many filed none."""
    counted = Counter(cause for one in found for cause in one.past.case.causes)
    order = list(Cause)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], order.index(item[0])))
    none = sum(not one.past.case.causes for one in found)
    return [(CAUSES[cause], count) for cause, count in ranked] + ([(_NO_CAUSE, none)] if none else [])


def _document(one: Similar) -> dict[str, Any]:
    case = one.past.case
    closing = case.closing
    return {
        "number": case.number,
        "name": both(one.past.name),
        "since": case.alert.since.isoformat(),
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "change": percent(_change(case.alert)),
        "causes": [both(CAUSES[cause]) for cause in case.causes],
        "closing": both(CLOSINGS[closing]) if closing else None,
        "alike": [both(_MEANS[name]) for name in one.alike],
    }

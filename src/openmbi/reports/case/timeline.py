"""What has been done with a case: a line a step; steps of the daily update that say the same again stand in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby
from math import exp, isnan
from typing import Any

from openmbi.core.case_words import ACTIONS, CAUSES, CLOSINGS, STATES
from openmbi.core.cases import SYSTEM, Action, ActionKind, EvidenceFile, Transition
from openmbi.core.language import Text
from openmbi.core.owners import Role
from openmbi.reports.case.labels import LABELS
from openmbi.reports.overview.figures import both, percent

REPEATED = frozenset({ActionKind.REFRESH})
_HASH_DIGITS = 12
ROLES = {
    Role.COUNTY: Text("县级", "county"),
    Role.CITY: Text("市级", "city"),
    Role.PROVINCE: Text("省级", "province"),
    Role.ENTERPRISE: Text("企业", "enterprise"),
}


@dataclass(frozen=True)
class Telling:
    """How moments and people are told."""

    zone: tzinfo
    people: Mapping[str, Text]

    def moment(self, at: datetime) -> str:
        """Return a moment in local time, to the minute."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def person(self, identifier: str) -> Text:
        """Return who it was; the identifier where no name is known."""
        if identifier == SYSTEM:
            return LABELS["system"]
        return self.people.get(identifier) or Text(identifier, identifier)


def timeline(transitions: Sequence[Transition], telling: Telling) -> list[dict[str, Any]]:
    """Return the steps, the latest first; `count` of like ones in a row, `last` of them."""
    runs = [list(run) for _, run in groupby(transitions, key=_run_of)]
    return [_step(run, telling) for run in reversed(runs)]


def _run_of(transition: Transition) -> tuple[object, ...]:
    kind = transition.action.kind
    return (kind,) if kind in REPEATED else (kind, transition.version)


def _step(run: list[Transition], telling: Telling) -> dict[str, Any]:
    first, last = run[0], run[-1]
    action = last.action
    return {
        "at": telling.moment(first.at),
        "count": len(run),
        "last": telling.moment(last.at),
        "kind": action.kind.value,
        "name": both(ACTIONS[action.kind]),
        "by": both(telling.person(action.actor)),
        "state": both(STATES[last.state_after]) if last.state_after is not last.state_before else None,
        "said": [both(text) for text in _said(action, telling)],
        "note": action.note or None,
        "evidence": files(action.evidence),
    }


def files(evidence: Sequence[EvidenceFile]) -> list[dict[str, str]]:
    """Return files of evidence by name, with their hash and its beginning."""
    return [{"name": file.name, "hash": file.sha256[:_HASH_DIGITS], "sha256": file.sha256} for file in evidence]


def _said(action: Action, telling: Telling) -> list[Text]:
    """Return what a step states beside its note."""
    said: list[Text] = [CAUSES[cause] for cause in action.causes]
    if action.owner is not None:
        said.append(LABELS["assigned_to"].fill(name=telling.person(action.owner)))
    if action.escalated_to is not None:
        said.append(LABELS["escalated_to"].fill(name=ROLES[action.escalated_to]))
    if action.closing is not None:
        said.append(CLOSINGS[action.closing])
    if action.upheld is not None:
        said.append(LABELS["upheld" if action.upheld else "rejected"])
    if action.alert is not None:
        said.append(LABELS["colour_changed"].fill(day=action.alert.found_on))
    if action.standing is not None:
        said.append(_standing(action))
    return said


def _standing(action: Action) -> Text:
    standing = action.standing
    assert standing is not None
    change = "–" if isnan(standing.deviation) else f"{percent(exp(standing.deviation) - 1)}%".replace("-", "−")
    return LABELS["standing"].fill(day=standing.day, deviation=change, days=standing.inside_days)

"""The alerts of a run, as far as a viewer's scope reaches."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pyarrow as pa

from openmbi.core.access import Permission, Scope, Viewer
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.alerts import FoundAlert, Wanted, chosen, run_alerts
from openmbi.flow.gate.answer import Answer, Column
from openmbi.flow.gate.gate import Gate

ALERT_COLUMNS = pa.schema(
    [
        pa.field("key", pa.string(), nullable=False),
        pa.field("level", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("name_zh", pa.string(), nullable=False),
        pa.field("name_en", pa.string(), nullable=False),
        pa.field("place", pa.string()),
        pa.field("industry", pa.string()),
        pa.field("light", pa.string(), nullable=False),
        pa.field("direction", pa.string(), nullable=False),
        pa.field("found_on", pa.string(), nullable=False),
        pa.field("since", pa.string(), nullable=False),
        pa.field("p_value", pa.float64()),
        pa.field("q_value", pa.float64()),
        pa.field("indicators", pa.list_(pa.string()), nullable=False),
        pa.field("covered_by", pa.string()),
    ]
)
"""`indicators`: the sources that the alert rests on; `covered_by`: the group `level/code` whose alert covers this one."""


def alerts(gate: Gate, viewer: Viewer, wanted: Wanted, as_of: datetime | None = None) -> Answer:
    """Return one row an alert that stands: red before yellow, groups before enterprises, the least likely by chance first (ALERT_COLUMNS).

    Raises
    ------
    Problem
        `access.not-permitted`; `run.none`, `figures.no-run`; `figures.not-kept` where the run did not look for alerts.
    """
    if not viewer.may(Permission.READ_INTERNAL):
        viewer.check(Permission.READ_OWN)
    origin = gate.origins.of(as_of)
    found = origin.once("alerts", lambda: run_alerts(origin.saved))
    if found is None:
        raise _not_looked_for(origin.saved.name)
    rows = [one for one in chosen(found, wanted) if _within(viewer, one)]
    return Answer(ALERT_COLUMNS, _columns(rows), origin.about)


def _within(viewer: Viewer, one: FoundAlert) -> bool:
    """Whether a viewer sees an alert: as with cases, its place lies within the scope, or it is about an enterprise that does."""
    scope: Scope = viewer.scope
    if one.alert.level is Level.ENTERPRISE and one.alert.subject in scope.enterprises:
        return True
    if not viewer.may(Permission.READ_INTERNAL):
        return False
    place = one.subject.about.place
    return scope.is_everywhere or (place is not None and scope.covers_place(place))


def _columns(rows: list[FoundAlert]) -> dict[str, Column]:
    return {
        "key": [one.alert.key for one in rows],
        "level": [str(one.alert.level) for one in rows],
        "subject": [one.alert.subject for one in rows],
        "name_zh": [one.subject.name.zh for one in rows],
        "name_en": [one.subject.name.en for one in rows],
        "place": [one.subject.about.place for one in rows],
        "industry": [one.subject.about.industry for one in rows],
        "light": [one.alert.colour.name.lower() for one in rows],
        "direction": [one.alert.direction.value for one in rows],
        "found_on": [one.alert.found_on.isoformat() for one in rows],
        "since": [one.alert.since.isoformat() for one in rows],
        "p_value": np.array([one.alert.p_value for one in rows], float),
        "q_value": np.array([one.alert.q_value for one in rows], float),
        "indicators": [[source.indicator for source in one.alert.sources] for one in rows],
        "covered_by": [one.alert.covered_by and "/".join(map(str, one.alert.covered_by)) for one in rows],
    }


def _not_looked_for(run: str) -> Problem:
    return Problem(
        "figures.not-kept",
        Text("计算 {run} 没有做异常检测", "run {run} did not look for alerts").fill(run=run),
        Text("换一个时点", "ask for another moment"),
    )

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
from openmbi.flow.gate.narrowing import sees
from openmbi.flow.gate.origins import Origin
from openmbi.flow.gate.pages import page_end, row_after, wrong_page

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
"""`indicators`: the sources that the alert rests on; `covered_by`: the group `level/code` whose alert covers this one; null
where the scope does not reach it."""


def alerts(
    gate: Gate,
    viewer: Viewer,
    wanted: Wanted,
    as_of: datetime | None = None,
    *,
    after: str | None = None,
    limit: int = 10_000,
) -> Answer:
    """Return one row an alert that stands: red before yellow, groups before enterprises, the least likely by chance first (ALERT_COLUMNS).

    `after`, `limit`: as in `FiguresAsked`; pages of one question are of one run.

    Raises
    ------
    Problem
        `access.not-permitted`; `run.none`, `figures.no-run`; `figures.not-kept` where the run did not look for alerts; `figures.page`.
    """
    if not viewer.may(Permission.READ_INTERNAL):
        viewer.check(Permission.READ_OWN)
    page_before = row_after(after, 2) if after else None
    origin = gate.origins.of(as_of) if page_before is None else gate.origins.named(page_before[0])
    if origin is None:
        raise wrong_page()
    found = origin.once("alerts", lambda: run_alerts(origin.saved))
    if found is None:
        raise _not_looked_for(origin.saved.name)
    rows = [one for one in chosen(found, wanted) if _within(viewer, one)]
    begin = _place_of(rows, page_before[1]) + 1 if page_before else 0
    shown, more = rows[begin : begin + limit], begin + limit < len(rows)
    following = page_end((origin.saved.name, shown[-1].alert.key)) if more else None
    return Answer(ALERT_COLUMNS, _columns(shown, origin, viewer), origin.about, following)


def _place_of(rows: list[FoundAlert], key: str) -> int:
    place = next((number for number, one in enumerate(rows) if one.alert.key == key), None)
    if place is None:
        raise wrong_page()
    return place


def _within(viewer: Viewer, one: FoundAlert) -> bool:
    """Whether a viewer sees an alert: as with cases, its place lies within the scope, or it is about an enterprise that does."""
    scope: Scope = viewer.scope
    if one.alert.level is Level.ENTERPRISE and one.alert.subject in scope.enterprises:
        return True
    if not viewer.may(Permission.READ_INTERNAL):
        return False
    place = one.subject.about.place
    return scope.is_everywhere or (place is not None and scope.covers_place(place))


def _columns(rows: list[FoundAlert], origin: Origin, viewer: Viewer) -> dict[str, Column]:
    def covering(group: tuple[Level, str] | None) -> str | None:
        """Return the group that covers an alert; None where the viewer does not see it."""
        return "/".join(map(str, group)) if group and sees(origin, viewer, *group) else None

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
        "covered_by": [covering(one.alert.covered_by) for one in rows],
    }


def _not_looked_for(run: str) -> Problem:
    return Problem(
        "figures.not-kept",
        Text("计算 {run} 没有做异常检测", "run {run} did not look for alerts").fill(run=run),
        Text("换一个时点", "ask for another moment"),
    )

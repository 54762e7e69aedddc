"""How a figure was revised: what each run said of it, as far as a viewer's scope reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.periods import Period
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.narrowing import sees

VINTAGE_COLUMNS = pa.schema(
    [
        pa.field("run", pa.string(), nullable=False),
        pa.field("as_of", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
    ]
)


@dataclass(frozen=True)
class VintagesAsked:
    """Of which figure. `as_of`: by runs that knew no more; `newest`: by the last so many of them."""

    indicator: str
    subject: str
    period: Period
    as_of: datetime | None = None
    newest: int = 24


def vintages(gate: Gate, viewer: Viewer, asked: VintagesAsked) -> Answer:
    """Return one row a run that has the figure, oldest first (VINTAGE_COLUMNS).

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where no run has the figure or the scope does not reach its subject; `run.none`, `figures.no-run`.
    """
    if not viewer.may(Permission.READ_INTERNAL):
        viewer.check(Permission.READ_OWN)
    origin = gate.origins.of(asked.as_of)
    name = f"{asked.indicator}/{asked.subject}/{asked.period}"
    if not sees(origin, viewer, origin.level_of(asked.subject), asked.subject):
        raise no_such(name)
    runs = [run for run in gate.origins.runs() if asked.as_of is None or run.as_of <= asked.as_of]
    ordered = sorted(runs, key=lambda run: (run.as_of, run.name))[-asked.newest :]
    found = [
        (run, value)
        for run in ordered
        for value in gate.vintages.said(run, asked.indicator, asked.subject, str(asked.period))
    ]
    if not found:
        raise no_such(name)
    columns = {
        "run": [run.name for run, _ in found],
        "as_of": [run.as_of.astimezone(gate.bureau.zone).isoformat() for run, _ in found],
        "value": [value for _, value in found],
    }
    return Answer(VINTAGE_COLUMNS, columns, origin.about)

"""When the official figures of a place were published."""

from __future__ import annotations

from datetime import UTC, date

import ibis

from openmbi.core.tables import Basis
from openmbi.flow.observed import Observed


def release_days(observed: Observed, indicator: str, place: str) -> dict[date, date]:
    """Return the local day on which the figure in force was published, by the first day of its period; a day that the source does not state is not here."""
    table = observed.of(indicator)
    if table is None:
        return {}
    stated = (table.subject == ibis.literal(place)) & (table.basis == ibis.literal(Basis.RECORDED.value))
    rows = table.filter(stated).select("valid_at", "known_at").to_pyarrow().to_pylist()
    zone = observed.bureau.zone
    return {row["valid_at"]: row["known_at"].replace(tzinfo=UTC).astimezone(zone).date() for row in rows}

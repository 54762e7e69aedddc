"""What the pages of nowcasts say of themselves."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np

from openmbi.core.periods import last_days
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.domains_as_known import DomainsAsKnown
from openmbi.reports.overview.inputs import Timing
from openmbi.reports.province.inputs import Circumstances
from openmbi.store.as_of import is_real_time


def about(bureau: Bureau, known: DomainsAsKnown, manifest: int, now: datetime) -> Circumstances:
    """Return whose page it is, of when, and until when the data of any domain go."""
    settings, as_of = bureau.settings, known.observed.as_of
    return Circumstances(
        bureau=settings.name.text,
        zone=settings.zone.text,
        zone_code=settings.zone.code,
        simulated=settings.simulated,
        as_of=as_of.astimezone(bureau.zone),
        run_at=now.astimezone(bureau.zone),
        timing=Timing.REAL_TIME if is_real_time(bureau.store, as_of, manifest) else Timing.PSEUDO_REAL_TIME,
        data_until=_data_until(known),
        palette=known.in_force.palette,
    )


def _data_until(known: DomainsAsKnown) -> date:
    ends: list[date] = []
    for domain in known.levels.values():
        series = domain.groups[Level.ZONE]
        there = series.days[~np.isnan(series.close[0])]
        ends += last_days(there[-1:], domain.frequency).tolist()
    return max(ends)

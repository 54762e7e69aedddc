"""Series keys and the status of observations beside figures, in the manner of SDMX."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from openmbi.core.tables import Level
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.keys import key_of

NORMAL, MISSING = "A", "O"
INTERNAL, FREE, CONFIDENTIAL = "N", "F", "C"
KEY_COLUMNS = [pa.field(name, pa.string(), nullable=False) for name in ("series_key", "obs_status", "conf_status")]


def series_key(zone: str, frequency: str, level: str, subject: str, indicator: str) -> str:
    """Return `FREQ.REF_AREA.ACTIVITY.INDICATOR`, such as `M.440600.C39.activity_level`; a point in a code is written `@`."""
    return ".".join(part.replace(".", "@") for part in (frequency, *key_of(zone, Level(level), subject), indicator))


def with_keys(answer: Answer, zone: str) -> Answer:
    """Return figures with the columns `series_key`, `obs_status` (code list OBS_STATUS) and `conf_status` (CONF_STATUS)."""
    told = answer.columns
    rows = zip(*(told[name] for name in ("frequency", "level", "subject", "indicator")), strict=True)
    missing = np.isnan(np.asarray(told["value"], float)).tolist()
    about = answer.about
    status = INTERNAL if about is not None and about.internal_only else FREE
    absent = CONFIDENTIAL if about is not None and about.kind == "release" else status
    added = {
        "series_key": [series_key(zone, *row) for row in rows],
        "obs_status": [MISSING if one else NORMAL for one in missing],
        "conf_status": [absent if one else status for one in missing],
    }
    return Answer(pa.schema([*answer.schema, *KEY_COLUMNS]), {**told, **added}, answer.about, answer.after)

"""All enterprises of a run that newer ones have followed, from what is kept of every run: figures, lights, alerts, and the register as the run knew it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.periods import Frequency
from openmbi.core.tables import Colour, Level
from openmbi.flow.alerts import run_alerts
from openmbi.flow.enterprise_list import EnterpriseList, listed
from openmbi.flow.gate.origins import Origin


def older_enterprises(origin: Origin) -> EnterpriseList:
    """Return the enterprises that run or register know, as `openmbi.flow.enterprise_list_of_run` tells them while the run is the newest. Weights and levels
    are null of a run that was made before they were kept.
    """
    return origin.once("enterprises", lambda: _listed(origin))


def _listed(origin: Origin) -> EnterpriseList:
    kept = origin.saved.lights()
    kept = kept.filter(pc.equal(kept["level"], str(Level.ENTERPRISE))).select(["subject", "weight", "latest_level"])
    told = {row["subject"]: row for row in kept.to_pylist()}
    lights, alerts = _lights(origin), _alerts(origin)
    roster, none = origin.roster, {"weight": None, "latest_level": None}
    codes = sorted({*told, *lights, *roster.register["enterprise"].to_pylist()})
    return listed(
        origin.saved.name,
        {
            "code": codes,
            "name": [roster.names.get(code) for code in codes],
            "place": [origin.places.get(code) for code in codes],
            "industry": [roster.industries.get(code) for code in codes],
            "light": np.array([lights.get(code, Colour.NO_DATA) for code in codes], np.int8),
            "alert": pa.array([alerts.get(code) for code in codes], pa.int8()),
            "weight": pa.array([told.get(code, none)["weight"] for code in codes], pa.float64()),
            "level": pa.array([told.get(code, none)["latest_level"] for code in codes], pa.float32()),
        },
    )


def _lights(origin: Origin) -> dict[str, int]:
    block = origin.figures.find(("enterprise_light", Level.ENTERPRISE, Frequency.DAILY))
    if block is None:
        return {}
    colours = np.nan_to_num(block.value[:, -1], nan=float(Colour.NO_DATA)).astype(int)
    return dict(zip(block.subjects.tolist(), colours.tolist(), strict=True))


def _alerts(origin: Origin) -> dict[str, int]:
    found = run_alerts(origin.saved)
    standing = found.alerts if found else ()
    return {one.alert.subject: int(one.alert.colour) for one in standing if one.alert.level is Level.ENTERPRISE}

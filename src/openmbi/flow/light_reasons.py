"""What a run keeps of its lights beside the figures: since when each has its colour, and why, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.flow.compute import Computed
from openmbi.flow.enterprise_details import Arrays
from openmbi.flow.enterprise_list_of_run import latest_level
from openmbi.flow.in_force import InForce
from openmbi.lights.reasons import reason_text
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.store.runs import LIGHTS


class _Light(NamedTuple):
    level: str
    subject: str
    since: object
    why: Text


def light_reasons(computed: Computed, in_force: InForce, province: ProvinceInput | None, details: Arrays) -> pa.Table:
    """Return one row a light of the data date, zone, groups and enterprises (schema LIGHTS). `details`: as `details_of` returns them."""
    groups = list(_of_groups(computed, in_force, province))
    columns = {
        "level": [one.level for one in groups],
        "subject": [one.subject for one in groups],
        "since": [one.since for one in groups],
        "reason_zh": [one.why.zh for one in groups],
        "reason_en": [one.why.en for one in groups],
        "weight": [None] * len(groups),
        "latest_level": [None] * len(groups),
    }
    return pa.concat_tables([pa.table(columns, schema=LIGHTS), _of_enterprises(details)])


def _of_groups(computed: Computed, in_force: InForce, province: ProvinceInput | None) -> Iterator[_Light]:
    zone = computed.zone_lights
    why = reason_text(zone, 0, len(zone.days) - 1, in_force.zone_rule)
    yield _Light(str(Level.ZONE), computed.series.subject, zone.since[0, -1].item(), why)
    if province is None:
        return
    for level, lights in province.lights.items():
        if level is not Level.ZONE:
            for code, since in zip(lights.subjects.tolist(), lights.since[:, -1].tolist(), strict=True):
                yield _Light(str(level), str(code), since, province.reason(level, str(code)))


def _of_enterprises(details: Arrays) -> pa.Table:
    judged: np.ndarray = details["code"]
    weight, level = details["weight"], latest_level(details["close"])
    columns = [
        pa.array([str(Level.ENTERPRISE)] * len(judged)),
        pa.array(judged.astype(object), pa.string()),
        pa.array(details["since"].astype("M8[D]")),
        pa.array(details["reason_zh"].astype(object), pa.string()),
        pa.array(details["reason_en"].astype(object), pa.string()),
        pa.array(weight, pa.float64(), mask=np.isnan(weight)),
        pa.array(level.astype(np.float32), pa.float32(), mask=np.isnan(level)),
    ]
    return pa.table(columns, schema=LIGHTS)

"""The list of all enterprises of a run, from what it kept, the register and the alerts that stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from openmbi.core.tables import Colour, Floats
from openmbi.flow.enterprise_details import Arrays
from openmbi.flow.enterprise_list import EnterpriseList, listed
from openmbi.flow.roster import Roster
from openmbi.reports.enterprise.report import RECENT_DAYS


def listed_of(run: str, details: Arrays, roster: Roster, alerts: Mapping[str, Mapping[str, Any]]) -> EnterpriseList:
    """Return the enterprises that the run or the register knows; `alerts` by code as the list of alerts shows them."""
    register = {
        row["enterprise"]: row for row in roster.register.select(["enterprise", "place", "industry"]).to_pylist()
    }
    judged = details["code"]
    codes = np.union1d(judged, np.array(list(register), dtype=judged.dtype)) if register else judged
    row = {code: place for place, code in enumerate(judged.tolist())}
    of = np.array([row.get(code, -1) for code in codes.tolist()])
    told = codes.tolist()
    return listed(
        run,
        {
            "code": told,
            "name": [roster.names.get(code) for code in told],
            "place": _stated(register, told, "place"),
            "industry": _stated(register, told, "industry"),
            "light": np.where(of < 0, Colour.NO_DATA, details["colour"][of, -1]).astype(np.int8),
            "alert": [_alert(alerts.get(code)) for code in told],
            "weight": _or_none(details["weight"], of),
            "level": _or_none(latest_level(details["close"]), of),
        },
    )


def _stated(register: Mapping[str, Mapping[str, Any]], codes: Sequence[str], field: str) -> list[str | None]:
    return [register[code][field] if code in register else None for code in codes]


def _alert(line: Mapping[str, Any] | None) -> int | None:
    return None if line is None else int(Colour[line["light"]["colour"].upper()])


def _or_none(values: Floats, of: np.ndarray) -> list[float | None]:
    """Return values by row; None for rows that the run did not judge, and for what is not known."""
    taken = np.where(of < 0, np.nan, values[of])
    return [None if value != value else value for value in taken.tolist()]  # noqa: PLR0124  NaN alone differs from itself


def latest_level(close: Floats) -> Floats:
    """Return the mean of the latest days (n,), of those that are known; NaN where none is."""
    recent = close[:, -RECENT_DAYS:].astype(float)
    known = ~np.isnan(recent)
    counted = known.sum(axis=1)
    return np.where(counted, np.where(known, recent, 0.0).sum(axis=1) / np.maximum(counted, 1), np.nan)

"""The list of all enterprises of a run, from what it kept, the register and the alerts that stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from openmbi.core.tables import Colour, Floats
from openmbi.flow.enterprise_details import Arrays
from openmbi.flow.enterprise_list import EnterpriseList, listed
from openmbi.flow.roster import Roster, latest_rows
from openmbi.reports.enterprise.report import RECENT_DAYS


def listed_of(run: str, details: Arrays, roster: Roster, alerts: Mapping[str, Mapping[str, Any]]) -> EnterpriseList:
    """Return the enterprises that the run or the register knows; `alerts` by code as the list of alerts shows them."""
    register = latest_rows(roster.register)
    judged = pa.array(details["code"].tolist(), pa.string())
    codes = pc.unique(pa.chunked_array([judged, *register["enterprise"].chunks], pa.string())).sort()
    of = _places(codes, judged)
    told = codes.to_pylist()
    return listed(
        run,
        {
            "code": codes,
            "name": [roster.names.get(code) for code in told],
            "place": _stated(register, codes, "place"),
            "industry": _stated(register, codes, "industry"),
            "light": np.where(of < 0, Colour.NO_DATA, details["colour"][:, -1][of] if len(judged) else 0).astype(
                np.int8
            ),
            "alert": [_alert(alerts.get(code)) for code in told],
            "weight": _or_none(details["weight"], of),
            "level": _or_none(latest_level(details["close"]), of),
        },
    )


def _places(codes: pa.Array, among: pa.Array) -> NDArray[np.int64]:
    """Return where each code (n,) stands among others; −1 where it does not."""
    return pc.fill_null(pc.index_in(codes, value_set=among), -1).to_numpy(zero_copy_only=False).astype(np.int64)


def _stated(register: pa.Table, codes: pa.Array, field: str) -> pa.Array:
    """Return what the register says of each code (n,); null where it says nothing."""
    rows = pc.index_in(codes, value_set=register["enterprise"].combine_chunks())
    return register[field].combine_chunks().take(rows)


def _alert(line: Mapping[str, Any] | None) -> int | None:
    return None if line is None else int(Colour[line["light"]["colour"].upper()])


def _or_none(values: Floats, of: NDArray[np.int64]) -> pa.Array:
    """Return values by row; null for rows that the run did not judge, and for what is not known."""
    taken = np.where(of < 0, np.nan, values[of]) if len(values) else np.full(len(of), np.nan)
    return pa.array(taken, mask=np.isnan(taken))


def latest_level(close: Floats) -> Floats:
    """Return the mean of the latest days (n,), of those that are known; NaN where none is."""
    recent = close[:, -RECENT_DAYS:].astype(float)
    known = ~np.isnan(recent)
    counted = known.sum(axis=1)
    return np.where(counted, np.where(known, recent, 0.0).sum(axis=1) / np.maximum(counted, 1), np.nan)

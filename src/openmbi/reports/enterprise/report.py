"""One enterprise's page as a document. It is made when asked for: there are too many to write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Colour, Floats, Level
from openmbi.reports.alerts.standing import standing_line
from openmbi.reports.enterprise.facts import accounts, links, register
from openmbi.reports.group.history import MEAN_DAYS, runs
from openmbi.reports.overview.figures import both, published
from openmbi.reports.overview.outliers import outlier_line
from openmbi.reports.province.enterprise_inputs import EnterpriseInput, SourceLevels
from openmbi.reports.province.figures import published_row, share
from openmbi.reports.province.paths import page_path

MONTHS = 36
DAYS = 400
FEWEST_MONTHS = 12
BAND = (10.0, 90.0)
"""Percentiles of the earlier months between which a source usually stands."""
RECENT_DAYS = MEAN_DAYS // 4
_UNNAMED = Text("企业 {code}", "Enterprise {code}")


def enterprise(source: EnterpriseInput, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document. `frame` is what every document of the run begins with, as `openmbi.reports.site` wrote it: its legend says how lights look."""
    name = Text(source.name, source.name) if source.name else _UNNAMED.fill(code=source.code)
    return {
        "report": "enterprise",
        **frame,
        "path": page_path(Level.ENTERPRISE, source.code),
        "title": both(name),
        "code": source.code,
        "groups": [{"path": path, "name": both(text)} for path, text in source.groups],
        "light": _face(frame, source.light),
        "since": source.since.isoformat() if source.since else None,
        "reason": both(source.reason),
        "alert": standing_line(source.alert) if source.watched else None,
        "weight": share(source.weight),
        "value": _latest(source.close),
        "history": _history(source) if len(source.days) else None,
        "peers_name": both(source.peers_name) if source.peers is not None and source.peers_name else None,
        "outliers": [outlier_line(one) for one in reversed(source.outliers)],
        "sources": [_source(each) for each in source.sources],
        "register": register(source),
        "links": links(source),
        "accounts": accounts(source),
        "remarks": [both(note) for note in source.notes],
    }


def _face(frame: Mapping[str, Any], colour: Colour) -> dict[str, Any]:
    look = next(look for look in frame["legend"] if look["colour"] == colour.name.lower())
    return {part: look[part] for part in ("colour", "shape", "letter", "word")}


def _latest(close: Floats) -> str | None:
    """Return the mean of the latest days, of those that are known; null where none is."""
    known = close[-RECENT_DAYS:][~np.isnan(close[-RECENT_DAYS:])]
    return published(float(known.mean())) if len(known) else None


def _history(source: EnterpriseInput) -> dict[str, Any]:
    """Return the latest days: `close` against the own base, `peers` of the cell on the same days, `runs` of the light, `marks` of outliers."""
    days = source.days[-DAYS:]
    peers = {} if source.peers is None else {"peers": published_row(source.peers[-DAYS:])}
    return {
        "first_day": str(days[0]),
        "last_day": str(days[-1]),
        "close": published_row(source.close[-DAYS:]),
        **peers,
        "mean_days": RECENT_DAYS,
        "marks": [
            {"day": one.day.isoformat(), "code": one.kind.name.lower()}
            for one in source.outliers
            if np.datetime64(one.day) >= days[0]
        ],
        "runs": [] if source.colour is None else runs(source.colour[-DAYS:], days),
    }


def _source(one: SourceLevels) -> dict[str, Any]:
    """Return one source by month: the latest level that is known, and the months up to it; `value` in the unit where it may be shown."""
    known = np.flatnonzero(~np.isnan(one.level))
    at = int(known[-1]) if len(known) else len(one.level) - 1
    trend = published_row(one.level[max(0, at - MONTHS + 1) : at + 1])
    before = one.level[max(0, at - MONTHS + 1) : at]
    usual = _usual(before[~np.isnan(before)], one.level[at])
    value = None if one.value is None or not len(known) else f"{one.value[at]:.0f}"
    return {
        "domain": both(one.domain),
        "indicator": both(one.indicator),
        "base": both(one.base),
        "month": str(one.months[at])[:7] if len(one.months) else None,
        "level": trend[-1] if trend else None,
        "value": value,
        "unit": both(one.unit) if one.unit and value is not None else None,
        "trend": trend,
        "usual": usual,
    }


def _usual(before: Floats, now: float) -> dict[str, Any] | None:
    """Return the band in which most of the earlier months lie, from their tenth to their ninetieth percentile, and on which side of it the latest month is.

    None where fewer than `FEWEST_MONTHS` are known. The levels are calendar-adjusted; the band is the enterprise's own past, no forecast.
    """
    if len(before) < FEWEST_MONTHS or np.isnan(now):
        return None
    low, high = np.percentile(before, BAND)
    side = "below" if now < low else "above" if now > high else "within"
    return {"low": published(float(low)), "high": published(float(high)), "side": side, "months": len(before)}

"""Background: coverage and concentration, method, data: what a reader needs to judge the figures."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Text
from openmbi.reports.overview.figures import both, day_text, percent, published
from openmbi.reports.overview.inputs import OverviewInput, Timing, UnannouncedDays
from openmbi.reports.overview.rules import rule_in_force

INTERNAL_ONLY = Text("仅限内部", "Internal only")
SIMULATED = Text("模拟数据，不是真实企业", "Simulated data, no real enterprises")
TIMING = {
    Timing.REAL_TIME: Text(
        "实时：只用当时已入库的数据",
        "real-time: only what had been recorded by then",
    ),
    Timing.PSEUDO_REAL_TIME: Text(
        "伪实时：部分数据后来才入库，知悉时刻按申报的时滞推定",
        "pseudo-real-time: some rows were recorded later; when they were known follows from a declared lag",
    ),
}
_BASE = Text("{first}至{last}均值 = 100", "mean of {first} to {last} = 100")
_PROVISIONAL = Text(
    "日历暂定：{first} 至 {last} 中 {n} 天的放假安排尚无通知，按法定规则推测。用到这些日子的调整值、指数、灯色与增速均为暂定，通知公布后可能修订",
    "Calendar provisional: no notice has settled {n} of the days {first} to {last}; they follow the statutory rule and guesses. Adjusted values, levels, "
    "lights and growth that use them are provisional and may be revised",
)
_SO_FAR = Text("（基期未满，暂定）", " (base period not complete: provisional)")


def coverage_and_concentration(source: OverviewInput) -> dict[str, Any]:
    """Return the section; shares in percent, sensitivity in index points."""
    return {
        "coverage": {
            "sentinel_as_reading": percent(source.coverage.sentinel_as_reading),
            "sentinel_as_none": percent(source.coverage.sentinel_as_none),
        },
        "concentration": {
            "largest": source.concentration.largest,
            "share": percent(source.concentration.share),
        },
        "members": source.members,
        "subjects": source.subjects,
        "sensitivity": {
            "as_zero": published(source.sensitivity.as_zero),
            "as_missing": published(source.sensitivity.as_missing),
        },
    }


def method(source: OverviewInput) -> dict[str, Any]:
    """Return the section: base, weights, timing, the rules in force and notes."""
    base = _BASE.fill(first=day_text(source.base_first), last=day_text(source.base_last))
    return {
        "base": both(base + _SO_FAR if source.base_provisional else base),
        "base_first": source.base_first.isoformat(),
        "base_last": source.base_last.isoformat(),
        "base_provisional": source.base_provisional,
        "weights": both(source.weights_note),
        "as_of": source.as_of.isoformat(),
        "run_at": source.run_at.isoformat(),
        "timing": {"code": source.timing.value, "meaning": both(TIMING[source.timing])},
        "calendar": calendar_status(source.unannounced),
        "rules": [
            rule_in_force(rule, source.palette, source.data_until)
            for rule in (source.zone_rule, source.enterprise_rule)
        ],
        "notes": [both(note) for note in source.notes],
    }


def calendar_status(unannounced: UnannouncedDays | None) -> dict[str, Any] | None:
    """Return which days of the data rest on a provisional calendar, with a sentence for the reader; None where all are announced."""
    if unannounced is None:
        return None
    first, last, count = unannounced.first, unannounced.last, unannounced.count
    return {
        "status": "provisional",
        "first": first.isoformat(),
        "last": last.isoformat(),
        "days": count,
        "meaning": both(_PROVISIONAL.fill(first=first, last=last, n=count)),
    }


def data(source: OverviewInput) -> dict[str, Any]:
    """Return the section: where every row went."""
    return {
        "first_day": source.first_day.isoformat(),
        "data_until": source.data_until.isoformat(),
        "observations_in": source.data.observations_in,
        "accepted": source.data.accepted,
        "quarantined": source.data.quarantined,
        "revisions": source.data.revisions,
    }

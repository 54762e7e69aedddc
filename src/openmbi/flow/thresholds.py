"""`mbi thresholds`: bounds for the zone's light that are fixed on the past by dated events, with what they would have been worth."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow.compute as pc

from openmbi.catalog.events import load_events
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau
from openmbi.flow.dated_events import DatedEvent, catalog_events, event_days, events_of_file
from openmbi.flow.threshold_proposal import Proposal, ProposedBound, propose
from openmbi.flow.thresholds_asked import ThresholdsAsked
from openmbi.index.signals.signal_counts import Side, SignalCounts
from openmbi.index.signals.threshold import Choice, SignalHistory
from openmbi.store.runs import Saved, newest_saved

MEASURE = "zone_change"
RULE = "zone_activity"
LAG_DAYS = 1


def thresholds(bureau: Bureau, asked: ThresholdsAsked) -> dict[str, Any]:
    """Return proposed bounds of the rule `zone_activity` by the newest run's figures, as plain JSON types.

    Each day counts as known a day later, with the value that the run has: pseudo-real-time.

    Raises
    ------
    Problem
        `run.none`; `thresholds.no-event`, `thresholds.unreadable-events`, `thresholds.no-measure`; those of `threshold_as_of`.
    """
    run = newest_saved(bureau.store, "runs")
    zone = bureau.settings.zone.code
    events = (
        events_of_file(asked.file) if asked.file else catalog_events(load_events(bureau.catalog), zone, asked.events)
    )
    history = _history(run, zone, events)
    judged = asked.judged or history.known_at.tolist()[-1] + timedelta(days=1)
    fixed_on = asked.fixed_on or judged - timedelta(days=1)
    touched = _within(events, history)
    found = propose(
        history,
        Choice(Side.BELOW, asked.horizon, preference=0.5),
        asked.preferences,
        fixed_on=fixed_on,
        judged=judged,
        events=[event.name for event in touched],
    )
    return {
        "rule": RULE,
        "measure": f"{MEASURE}/{zone}",
        "run": run.name,
        "simulated": bureau.settings.simulated,
        "pseudo_real_time": True,
        "horizon": asked.horizon,
        "fixed_on": str(fixed_on),
        "judged": str(judged),
        "events": [{"name": _pair(e.name), "first": str(e.first), "last": str(e.last)} for e in touched],
        **_told(found),
    }


def _history(run: Saved, zone: str, events: tuple[DatedEvent, ...]) -> SignalHistory:
    table = run.figures()
    rows = table.filter(pc.and_(pc.equal(table["indicator"], MEASURE), pc.equal(table["subject"], zone)))
    rows = rows.sort_by("period")
    days = np.array(rows["period"].to_pylist(), "datetime64[D]")
    measure = np.array([np.nan if value is None else value for value in rows["value"].to_pylist()], float)
    if not np.isfinite(measure).any():
        raise Problem(
            "thresholds.no-measure",
            Text("最近一次计算没有区域灯的判定量", "the newest run has no measure of the zone's light"),
            Text("请先执行 mbi run，并待历史足够", "give `mbi run`, once there is history enough"),
        )
    return SignalHistory(days, measure, event_days(events, days), days + LAG_DAYS)


def _within(events: tuple[DatedEvent, ...], history: SignalHistory) -> list[DatedEvent]:
    first, last = history.periods.tolist()[0], history.periods.tolist()[-1]
    return [event for event in events if _overlaps(event, first, last)]


def _overlaps(event: DatedEvent, first: date, last: date) -> bool:
    return event.first <= last and first <= event.last


def _told(found: Proposal) -> dict[str, Any]:
    area = found.area
    return {
        "auroc": {
            "value": _number(area.auroc),
            "low": _number(area.low),
            "high": _number(area.high),
            "draws": area.usable,
        },
        "bounds": [_bound(bound) for bound in found.bounds],
        "yaml": found.entry,
        "why_none": None if found.why_none is None else _pair(found.why_none),
    }


def _bound(bound: ProposedBound) -> dict[str, Any]:
    fixed = bound.fixed
    return {
        "colour": bound.colour,
        "preference": fixed.choice.preference,
        "open": bound.opens,
        "useful": fixed.useful,
        "relative_usefulness": _number(fixed.relative_usefulness),
        "first": str(fixed.first),
        "last": str(fixed.last),
        "periods": fixed.periods,
        "events": len(bound.lead.lead),
        "called": bound.lead.called,
        "mean_lead": _number(bound.lead.mean),
        **_rates(fixed.counts),
        "replayed": {
            "periods": int(bound.replayed.judged.sum()),
            "events": len(bound.replayed.lead.lead),
            "called": bound.replayed.lead.called,
            "mean_lead": _number(bound.replayed.lead.mean),
            **_rates(bound.replayed.counts),
        },
    }


def _rates(counts: SignalCounts) -> dict[str, float | None]:
    return {
        name: _number(float(getattr(counts, name)[0]))
        for name in ("noise_to_signal", "false_alarm_rate", "recall", "precision")
    }


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _pair(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}

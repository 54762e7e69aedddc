"""The one-glance page as a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from openmbi.core.case_words import STATES
from openmbi.core.language import Text
from openmbi.reports.glance.candles import weekly_candles
from openmbi.reports.glance.inputs import GlanceInput, OpenCases
from openmbi.reports.overview.figures import both
from openmbi.reports.province.paths import GLANCE

_FRAME = (
    "bureau",
    "zone",
    "internal_only",
    "simulated",
    "as_of",
    "run_at",
    "data_until",
    "timing",
    "calendar",
    "legend",
    "navigation",
)
_TITLE = Text("一览", "At a glance")
_ACTIVITY = Text("制造业活跃度", "Manufacturing activity")
_MBI = Text("制造业大数据指数 MBI", "Manufacturing big-data index (MBI)")
NEWEST_ALERTS = 4
LARGEST_OF_A_KIND = 3


def glance(source: GlanceInput) -> dict[str, Any]:
    """Return the document of one place: plain JSON types, figures as texts; null is not known or not measured.

    `headline` is the MBI where there is one, else the composite, else null: then `activity` stands alone. `changed` takes the latest change of the activity
    level apart. `alerts` is null where nothing was looked for, `cases` where no ledger was asked.
    """
    group = source.group
    return {
        "report": "glance",
        **{name: group.get(name) for name in _FRAME},
        "path": GLANCE,
        "title": both(_TITLE),
        "place": {name: group["group"][name] for name in ("name", "path", "level", "code")},
        "choice": [{"code": one.code, "name": both(one.name)} for one in source.choice],
        "headline": _headline(group),
        "activity": _activity(group),
        "changed": _changed(group),
        "candles": weekly_candles(group["history"]) if group.get("history") else [],
        "alerts": None if source.alerts is None else _alerts(source.alerts),
        "cases": None if source.cases is None else _cases(source.cases),
        "feeds": [{name: feed[name] for name in ("source", "kind", "since", "text")} for feed in source.feeds],
        "notes": list(group.get("notes") or ()),
    }


def _headline(group: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the MBI where there is one, else the composite; null where there is neither."""
    mbi, composite = group.get("mbi"), group.get("composite")
    if mbi and mbi.get("value") is not None:
        return {
            "kind": "mbi",
            "name": both(_MBI),
            "month": mbi["month"],
            **{name: mbi[name] for name in ("value", "target", "growth", "standard_error", "reference")},
            **{name: mbi[name] for name in ("light", "reason")},
        }
    first = composite["lines"][0] if composite and composite["lines"] else None
    if composite is None or first is None or first["value"] is None:
        return None
    return {
        "kind": "composite",
        "name": first["name"],
        "month": composite["label"],
        "value": first["value"],
        "month_before": first["month_before"],
        "year_before": first["year_before"],
    }


def _activity(group: Mapping[str, Any]) -> dict[str, Any]:
    """Return level, light with its reason, and how sure it is."""
    entry = group["group"]
    names = ("value", "plus_minus", "provisional", "coverage", "members", "light", "since", "reason", "measure")
    return {
        "name": both(_ACTIVITY),
        **{name: entry[name] for name in names},
        "probability": entry["probability"],
        "false_alarm_rate": entry["false_alarm_rate"],
        "spans": [span for span in group["spans"] if span["points"] is not None],
    }


def _changed(group: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the latest change of the level with what contributed most; null where none was taken apart."""
    changes = group.get("changes") or ()
    levels = [change for change in changes if change["closing_day"] == group["data_until"]] or list(changes)
    if not levels:
        return None
    change = max(levels, key=lambda each: each["opening_day"])
    short = {entry["path"]: entry["short"] for part in group.get("children") or () for entry in part["listed"]}
    kinds = [*change["parts"], *([change["enterprises"]] if change["enterprises"] else [])]
    return {
        **{name: change[name] for name in ("label", "opening_day", "closing_day", "points", "zone_change")},
        "whole": group["group"]["level"] == "zone",
        "kinds": [
            {"title": kind["title"], "largest": _largest([*kind["rises"], *kind["falls"]], short)} for kind in kinds
        ],
    }


def _largest(parts: Iterable[Mapping[str, Any]], short: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the parts that weigh most, under the short names of those that have one."""
    ranked = sorted(parts, key=lambda part: (-abs(float(part["points"])), part["path"]))
    return [
        {"name": short.get(part["path"], part["name"]), "path": part["path"], "points": part["points"]}
        for part in ranked[:LARGEST_OF_A_KIND]
    ]


def _alerts(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the counts by light, and the newest of the most urgent light."""
    urgent = found["legend"][0]
    red = [line for line in found["listed"] if line["light"]["colour"] == urgent["colour"]]
    red.sort(key=lambda line: line["key"])
    red.sort(key=lambda line: line["since"], reverse=True)
    names = ("name", "path", "light", "since", "change", "case", "level", "new")
    return {
        "path": found["path"],
        "total": found["total"],
        "counts": _by_light(found["counts"]),
        "newest": [{name: line[name] for name in names} for line in red[:NEWEST_ALERTS]],
        "rest": max(len(red) - NEWEST_ALERTS, 0),
    }


def _by_light(counts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the counts of all levels together, by light."""
    together: dict[str, dict[str, Any]] = {}
    for level in counts:
        for light in level["lights"]:
            at = together.setdefault(light["colour"], {**light, "count": 0})
            at["count"] += light["count"]
    return list(together.values())


def _cases(found: OpenCases) -> dict[str, Any]:
    states = [state for state in STATES if found.by_state.get(state)]
    return {
        "total": found.total,
        "overdue": found.overdue,
        "by_state": [
            {"state": state.value, "name": both(STATES[state]), "count": found.by_state[state]} for state in states
        ],
    }

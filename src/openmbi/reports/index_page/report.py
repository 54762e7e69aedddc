"""The index page as a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.index_page.inputs import EarlierRun, IndexPageInput, KeptRun, MonthlyFigure
from openmbi.reports.index_page.steps import waterfall_of
from openmbi.reports.overview.figures import both, points
from openmbi.reports.province.paths import INDEX_PAGE

_TITLE = Text("指数走势", "The index")
_PHASES = {"expansion": Text("扩张", "expansion"), "contraction": Text("收缩", "contraction")}
_KINDS = {"peak": Text("峰", "peak"), "trough": Text("谷", "trough")}
COMPARED_MONTHS = 12


def index_page(source: IndexPageInput) -> dict[str, Any]:
    """Return the document: plain JSON types, figures as texts; a part that nothing is known for is null or empty.

    `weekly` and `monthly` are candles of the activity level, `daily` its days with the 95 % band of the latest. `figure` is the composite by month (the
    level where there is none) with its `phases` and `turns`. `vintage` sets what an earlier run said beside the newest. `changes` are waterfalls.
    """
    level = source.overview["level"]
    return {
        "report": "index_page",
        **source.frame,
        "path": INDEX_PAGE,
        "title": both(_TITLE),
        "weekly": [_labelled(candle, candle["first"][2:]) for candle in level["weekly"]],
        "monthly": [_labelled(candle, candle["period"]) for candle in level["monthly"]],
        "daily": _daily(level),
        "figure": _figure(source.figure),
        "phases": [_phase(phase) for phase in source.phases],
        "turns": [_turn(turn) for turn in source.turns],
        "why_no_phases": both(source.why_no_phases) if source.why_no_phases else None,
        "runs": [_run(run) for run in source.runs],
        "vintage": _vintage(source) if source.earlier else None,
        "news": _news(source.nowcast),
        "changes": list(_changes(source.zone)),
    }


def _labelled(candle: Mapping[str, Any], label: str) -> dict[str, Any]:
    return {**candle, "label": label}


def _daily(level: Mapping[str, Any]) -> dict[str, Any]:
    band = level.get("band")
    return {
        "days": level["days"],
        "close": level["close"],
        "mean": level["mean"],
        "mean_days": level["mean_days"],
        "band": band and {"first_day": band["first_day"], "plus_minus": band["plus_minus"]},
    }


def _figure(figure: MonthlyFigure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {"name": both(figure.name), "months": list(figure.months), "values": [_said(one) for one in figure.values]}


def _phase(phase: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": phase["phase"],
        "word": both(_PHASES[phase["phase"]]),
        "after": phase["after"],
        "to": phase["to"],
        "months": phase["months"],
        "change": f"{phase['change']:.1f}",
        "complete": phase["complete"],
    }


def _turn(turn: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "month": turn["month"],
        "kind": turn["kind"],
        "word": both(_KINDS[turn["kind"]]),
        "value": _said(turn["value"]),
        "from_data_to": turn["from_data_to"],
        "first_told": turn["first_told"] and turn["first_told"]["as_of"][:10],
    }


def _run(run: KeptRun) -> dict[str, str]:
    return {"run": run.name, "as_of": run.as_of.isoformat()}


def _vintage(source: IndexPageInput) -> dict[str, Any]:
    """Return what the earlier run said and what the newest says of the same days and months; a revision is the difference of published figures."""
    earlier = source.earlier
    assert earlier is not None
    then, now = earlier.overview["headline"], source.overview["headline"]
    days = dict(zip(source.overview["level"]["days"], source.overview["level"]["close"], strict=True))
    said_now = days.get(then["data_until"])
    return {
        **_run(earlier.run),
        "data_until": then["data_until"],
        "level_then": then["level"],
        "level_now": said_now,
        "level_revision": _difference(then["level"], said_now),
        "light_then": {name: then["light"][name] for name in ("colour", "shape", "letter", "word")},
        "light_now": {name: now["light"][name] for name in ("colour", "shape", "letter", "word")},
        "months": list(_compared(earlier, source)),
        "figure": _figure(earlier.figure),
    }


def _compared(earlier: EarlierRun, source: IndexPageInput) -> Iterator[dict[str, Any]]:
    """Yield the latest months that the earlier run knew: the activity level at their end, and the figure, then and now."""
    closes_then, closes_now = (_closes(each["level"]) for each in (earlier.overview, source.overview))
    figure_then, figure_now = _by_month(earlier.figure), _by_month(source.figure)
    for month in sorted({*closes_then, *figure_then})[-COMPARED_MONTHS:]:
        pairs = {
            "level": (closes_then.get(month), closes_now.get(month)),
            "figure": (figure_then.get(month), figure_now.get(month)),
        }
        yield {
            "month": month,
            **{
                name: {"then": then, "now": now, "revision": _difference(then, now)}
                for name, (then, now) in pairs.items()
            },
        }


def _closes(level: Mapping[str, Any]) -> dict[str, str | None]:
    return {candle["period"]: candle["close"] for candle in level["monthly"] if candle["complete"]}


def _by_month(figure: MonthlyFigure | None) -> dict[str, str | None]:
    return {} if figure is None else dict(zip(figure.months, map(_said, figure.values), strict=True))


def _said(value: float) -> str | None:
    said = points(value)
    return None if said is None else str(said)


def _difference(then: str | None, now: str | None) -> str | None:
    if then is None or now is None:
        return None
    return _said(float(now) - float(then))


def _news(nowcast: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return why the nowcast moved; null where none was kept or nothing came in between."""
    found = nowcast and nowcast.get("news")
    if not nowcast or not found:
        return None
    return {
        "path": nowcast["path"],
        "target": nowcast["target"]["name"],
        "month": nowcast["headline"]["month"],
        **{name: found[name] for name in ("since", "old", "new", "change", "sentence")},
        "steps": waterfall_of(
            [(each["name"], None, each["impact"]) for each in found["by_domain"]], rest=found["reestimation"]
        ),
    }


def _changes(zone: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Yield every change of the zone that was taken apart, by what its parts are; the parts and what lies outside add up to the whole."""
    short = {entry["path"]: entry["short"] for kind in zone["children"] for entry in kind["listed"]} if zone else {}
    for change in zone["changes"] if zone else ():
        for part in change["parts"]:
            yield {
                "label": change["label"],
                "title": part["title"],
                "opening_day": change["opening_day"],
                "closing_day": change["closing_day"],
                "points": change["points"],
                "steps": _steps(part, change["outside"], short),
                "others": part["rest"]["count"],
            }


def _steps(
    part: Mapping[str, Any], outside: Sequence[Mapping[str, Any]], short: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Return the parts under their short names, then what lies outside, then the rest."""
    named = [
        (short.get(each["path"], each["name"]), each["path"], each["points"])
        for each in (*part["falls"], *part["rises"])
    ]
    beside = [(each["name"], None, each["points"]) for each in outside]
    return waterfall_of([*named, *beside], rest=part["rest"]["points"])

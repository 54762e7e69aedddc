"""The list of alerts as a document: of the whole zone, or of one city."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openmbi.core.alert_words import CHANNELS
from openmbi.core.case_words import STATES
from openmbi.core.language import Text
from openmbi.core.tables import Colour, Level
from openmbi.reports.alerts.inputs import AlertEntry, AlertsInput, CaseLine
from openmbi.reports.overview.figures import both
from openmbi.reports.province.levels import NAMES
from openmbi.reports.province.paths import ALERTS, QUALITY, alerts_path, case_path, page_path

MOST = 500
"""So many alerts are listed on a page; the rest is counted."""
COLOURS = (Colour.RED, Colour.YELLOW)
WHY = ("cover", "members", "peers")
_SENTENCES = 3
TITLE = Text("预警", "Alerts")
_OF_CITY = Text("{city}预警", "Alerts of {city}")


def alerts(source: AlertsInput, frame: Mapping[str, Any], city: str | None = None) -> dict[str, Any]:
    """Return the document of all alerts, or of those in one city.

    `counts` by level and light, `new`: found on the newest day, `covered`: how many a group's own alert covers, `provisional`: how many rest on days whose
    holidays are not announced. `cities` lead to their own lists. `rates`: how
    often lights of each kind were false, in words, as listed. `unjudged`: of the whole zone, what is said of the enterprises that could not be judged.
    """
    shown = [one for one in source.entries if city in {None, one.city}]
    return {
        "report": "alerts",
        **frame,
        "path": alerts_path(city),
        "title": both(TITLE if city is None else _OF_CITY.fill(city=source.cities[city])),
        "city": city,
        "counts": _counts(shown, frame),
        "total": len(shown),
        "new": sum(one.alert.found_on == source.day for one in shown),
        "covered": sum(one.covered_by is not None for one in shown),
        "provisional": sum(one.reason["calendar"]["provisional"] for one in shown),
        "unjudged": [both(text) for text in source.unjudged] if city is None else [],
        "cities": _cities(source),
        "all_path": ALERTS,
        "listed": [alert_line(one, source.day, frame) for one in shown[:MOST]],
        "rest": max(len(shown) - MOST, 0),
        "levels": [{"code": level.value, "name": both(NAMES[level])} for level in _levels(shown)],
        "rates": _rates(shown, frame),
        "quality_path": QUALITY,
        "notes": [both(note) for note in source.notes],
    }


def alerts_documents(source: AlertsInput, frame: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the document of all alerts, and one of each city that has any."""
    with_alerts = sorted({one.city for one in source.entries if one.city is not None and one.city in source.cities})
    return [alerts(source, frame), *(alerts(source, frame, city) for city in with_alerts)]


def alerts_of_lines(lines: Sequence[Mapping[str, Any]], around: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of a list with other lines than the run wrote it with: counted, ordered and told of anew. `around`: that document."""
    urgency = {look["colour"]: place for place, look in enumerate(around["legend"])}
    order = {level.value: place for place, level in enumerate(Level)}
    ranked = sorted(lines, key=lambda line: (urgency[line["light"]["colour"]], order[line["level"]["code"]]))
    said: dict[tuple[Level, Colour], Counter[Text]] = {}
    counted: Counter[tuple[Level, Colour]] = Counter()
    for line in ranked:
        kind = Level(line["level"]["code"]), Colour[line["light"]["colour"].upper()]
        counted[kind] += 1
        said.setdefault(kind, Counter())[Text.of(line["rate"])] += 1
    return {
        **around,
        "counts": _counted(counted, around),
        "total": len(ranked),
        "new": sum(line["new"] for line in ranked),
        "covered": sum(line["covered_by"] is not None for line in ranked),
        "provisional": sum(line.get("provisional", False) for line in ranked),
        "unjudged": [],
        "listed": ranked[:MOST],
        "rest": max(len(ranked) - MOST, 0),
        "levels": [{"code": level.value, "name": both(NAMES[level])} for level in _levels_of(counted)],
        "rates": _rates_of(said, around),
    }


def look_of(frame: Mapping[str, Any], colour: Colour) -> dict[str, Any]:
    """Return how a light looks, as the frame's legend says."""
    look = next(look for look in frame["legend"] if look["colour"] == colour.name.lower())
    return {part: look[part] for part in ("colour", "shape", "letter", "word")}


def _counts(entries: Sequence[AlertEntry], frame: Mapping[str, Any]) -> list[dict[str, Any]]:
    return _counted(Counter((one.alert.level, one.alert.colour) for one in entries), frame)


def _counted(counted: Mapping[tuple[Level, Colour], int], frame: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "level": level.value,
            "name": both(NAMES[level]),
            "lights": [{**look_of(frame, colour), "count": counted.get((level, colour), 0)} for colour in COLOURS],
        }
        for level in _levels_of(counted)
    ]


def _levels(entries: Sequence[AlertEntry]) -> list[Level]:
    return _levels_of((one.alert.level, one.alert.colour) for one in entries)


def _levels_of(counted: Iterable[tuple[Level, Colour]]) -> list[Level]:
    found = {level for level, _ in counted}
    return [level for level in Level if level in found]


def _cities(source: AlertsInput) -> list[dict[str, Any]]:
    """Return the cities that have alerts, those with most red ones first."""
    every, red = (
        Counter(one.city for one in source.entries),
        Counter(one.city for one in source.entries if one.alert.colour is Colour.RED),
    )
    codes = sorted((code for code in every if code in source.cities), key=lambda code: (-red[code], -every[code], code))
    return [
        {"path": alerts_path(code), "name": both(source.cities[code]), "count": every[code], "red": red[code]}
        for code in codes
        if code is not None
    ]


def _rates(entries: Sequence[AlertEntry], frame: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return how often lights of each level and colour were false, as said beside them; the commonest wording of each."""
    said: dict[tuple[Level, Colour], Counter[Text]] = {}
    for one in entries:
        counter = said.setdefault((one.alert.level, one.alert.colour), Counter())
        counter[one.rate] += 1
    return _rates_of(said, frame)


def _rates_of(said: Mapping[tuple[Level, Colour], Counter[Text]], frame: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "level": both(NAMES[level]),
            "light": look_of(frame, colour),
            "text": both(said[level, colour].most_common(1)[0][0]),
        }
        for level in _levels_of(said)
        for colour in COLOURS
        if (level, colour) in said
    ]


def alert_line(entry: AlertEntry, day: date, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return one alert as the list shows it on a day; `frame`: as `alerts`."""
    alert, reason = entry.alert, entry.reason
    first = reason["sources"][0] if reason["sources"] else None
    says = [one["says"]["code"] for one in reason["sources"]]
    return {
        "key": alert.key,
        "level": {"code": alert.level.value, "name": both(NAMES[alert.level])},
        "light": look_of(frame, alert.colour),
        "name": both(entry.name),
        "path": page_path(alert.level, alert.subject),
        "place": both(entry.place) if entry.place else None,
        "industry": both(entry.industry) if entry.industry else None,
        "change": first["change"] if first else None,
        "source": first["name"] if first else None,
        "agree": {"same": says.count("same"), "known": len(says) - says.count("unknown")} if says else None,
        "since": alert.since.isoformat(),
        "days": (day - alert.since).days + 1,
        "new": alert.found_on == day,
        "provisional": reason["calendar"]["provisional"],
        "channels": [both(CHANNELS[channel]) for channel in alert.channels],
        "why": _why(reason),
        "rate": both(entry.rate),
        "covered_by": both(entry.covered_by) if entry.covered_by else None,
        "case": _case(entry.case) if entry.case else None,
    }


def _why(reason: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the few sentences that tell most: what covers it, which members or peers moved, known events."""
    about = {*WHY, *(("events",) if reason["events"] else ())}
    first = [one["text"] for one in reason["sentences"] if one["about"] == "source"][:1]
    return [*first, *(one["text"] for one in reason["sentences"] if one["about"] in about)][:_SENTENCES]


def _case(case: CaseLine) -> dict[str, Any]:
    return {
        "number": case.number,
        "path": case_path(case.number),
        "state": both(STATES[case.state]),
        "overdue": case.overdue,
        "muted": case.muted,
    }

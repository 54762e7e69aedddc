"""Alerts and standings as documents of plain JSON types, and back again without loss. An unknown number (NaN) is null."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence, Standing
from openmbi.core.colours import Colour
from openmbi.core.levels import Level


def alert_document(alert: Alert) -> dict[str, Any]:
    """Return an alert as a document; `colour` is the name of the colour in small letters, days are ISO texts, `key` names the alert."""
    return {
        "key": alert.key,
        "level": alert.level.value,
        "subject": alert.subject,
        "found_on": alert.found_on.isoformat(),
        "since": alert.since.isoformat(),
        "direction": alert.direction.value,
        "channels": [channel.value for channel in alert.channels],
        "sources": [_source_document(source) for source in alert.sources],
        "p_value": _number(alert.p_value),
        "q_value": _number(alert.q_value),
        "stratum": alert.stratum,
        "colour": alert.colour.name.lower(),
        "covered_by": None if alert.covered_by is None else [alert.covered_by[0].value, alert.covered_by[1]],
        "known_events": list(alert.known_events),
    }


def alert_of(document: Mapping[str, Any]) -> Alert:
    """Return the alert of a document that `alert_document` made."""
    covered = document["covered_by"]
    return Alert(
        level=Level(document["level"]),
        subject=document["subject"],
        found_on=date.fromisoformat(document["found_on"]),
        since=date.fromisoformat(document["since"]),
        direction=Direction(document["direction"]),
        channels=tuple(Channel(channel) for channel in document["channels"]),
        sources=tuple(_source_of(source) for source in document["sources"]),
        p_value=_float(document["p_value"]),
        q_value=_float(document["q_value"]),
        stratum=document["stratum"],
        colour=Colour[document["colour"].upper()],
        covered_by=None if covered is None else (Level(covered[0]), covered[1]),
        known_events=tuple(document["known_events"]),
    )


def standing_document(standing: Standing) -> dict[str, Any]:
    """Return a standing as a document."""
    return {
        "level": standing.level.value,
        "subject": standing.subject,
        "day": standing.day.isoformat(),
        "deviation": _number(standing.deviation),
        "inside_days": standing.inside_days,
    }


def standing_of(document: Mapping[str, Any]) -> Standing:
    """Return the standing of a document that `standing_document` made."""
    return Standing(
        level=Level(document["level"]),
        subject=document["subject"],
        day=date.fromisoformat(document["day"]),
        deviation=_float(document["deviation"]),
        inside_days=document["inside_days"],
    )


def _source_document(source: SourceEvidence) -> dict[str, Any]:
    return {
        "indicator": source.indicator,
        "unit": source.unit,
        "expected": _number(source.expected),
        "observed": _number(source.observed),
        "own": _number(source.own),
        "common": [[level.value, _number(moved)] for level, moved in source.common],
        "p_value": _number(source.p_value),
    }


def _source_of(document: Mapping[str, Any]) -> SourceEvidence:
    return SourceEvidence(
        indicator=document["indicator"],
        unit=document["unit"],
        expected=_float(document["expected"]),
        observed=_float(document["observed"]),
        own=_float(document["own"]),
        common=tuple((Level(level), _float(moved)) for level, moved in document["common"]),
        p_value=_float(document["p_value"]),
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _float(value: float | None) -> float:
    return math.nan if value is None else float(value)

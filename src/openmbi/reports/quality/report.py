"""Early-warning quality as a document: counts, shares with their intervals as published, and the same in numbers for charts."""

from __future__ import annotations

from math import isfinite, isnan
from typing import Any

from openmbi.core.proportions import EventRate, Proportion
from openmbi.reports.overview.faces import face
from openmbi.reports.overview.figures import both
from openmbi.reports.province.frame import frame_of
from openmbi.reports.province.levels import NAMES
from openmbi.reports.province.paths import QUALITY
from openmbi.reports.quality.inputs import (
    BoundLine,
    FalseShare,
    KindLine,
    LevelLine,
    LightLine,
    PartLine,
    QualityInput,
    ReliabilityFigures,
    SignalFigures,
)
from openmbi.reports.quality.labels import BASES, TITLE, kind_name
from openmbi.reports.quality.sentences import LEAST_EXPOSURE, sentences

DIGITS = 4


def quality(source: QualityInput) -> dict[str, Any]:
    """Return the document. Shares are per cent as text, with the same in numbers as `numbers` [low, share, high]; null where nothing was counted."""
    return {
        "report": "quality",
        **frame_of(source.about, source.navigation),
        "path": QUALITY,
        "title": both(TITLE),
        "sentences": [both(one) for one in sentences(source)],
        "nominal": _percent(source.nominal, 0),
        "preference": f"{source.preference:g}",
        "verdict_days": source.verdict_days,
        "lights": [_light(source, one) for one in source.lights],
        "months": [_part(one) for one in source.months],
        "strata": [_part(one) for one in source.strata],
        "seasons": [_part(one) for one in source.seasons],
        "levels": [_level(one) for one in source.levels],
        "kinds": [_kind(one) for one in source.kinds],
        "told_by": None if source.told_by is None else both(BASES[source.told_by]),
        "reliability": [_reliability(one) for one in source.reliability],
        "bounds": [_bound(one) for one in source.bounds],
    }


def _light(source: QualityInput, one: LightLine) -> dict[str, Any]:
    return {
        "level": {"code": one.level.value, "name": both(NAMES[one.level])},
        "light": face(source.about.palette, one.colour),
        "text": both(one.text),
        **_share(one.share),
    }


def _part(one: PartLine) -> dict[str, Any]:
    return {"name": both(one.name), **_share(one.share)}


def _share(one: FalseShare) -> dict[str, Any]:
    return {
        "basis": {"code": one.basis.value, "name": both(BASES[one.basis])},
        "opened": one.false.whole + one.unverified,
        "confirmed": one.false.whole - one.false.part,
        "unverified": one.unverified,
        "false": _proportion(one.false),
        "first": one.first,
        "last": one.last,
    }


def _level(one: LevelLine) -> dict[str, Any]:
    return {
        "level": {"code": one.level.value, "name": both(NAMES[one.level])},
        "subjects": one.subjects,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "right": _proportion(one.right),
        "found": _proportion(one.found),
        "half": _days(one.half_days),
        "most": _days(one.most_days),
        "false_alarms": _rate(one.false_alarms),
        "repeats": one.repeats,
        "echoes": one.echoes,
        "others": one.others,
        "young": one.young,
        "signal": _signal(one.signal),
    }


def _kind(one: KindLine) -> dict[str, Any]:
    return {
        "level": {"code": one.level.value, "name": both(NAMES[one.level])},
        "kind": one.kind,
        "name": both(kind_name(one.kind)),
        "found": _proportion(one.found),
        "half": _days(one.half_days),
        "most": _days(one.most_days),
    }


def _signal(one: SignalFigures) -> dict[str, Any]:
    return {
        "noise_to_signal": _number(one.noise_to_signal, 4),
        "usefulness": _number(one.usefulness, 2),
        "auroc": _number(one.area, 3),
        "auroc_error": _number(one.area_error, 3),
    }


def _reliability(one: ReliabilityFigures) -> dict[str, Any]:
    return {
        "name": both(one.name),
        "number": one.number,
        "brier": _number(one.brier, 3),
        "base": _number(one.base, 3),
        "bins": [
            {"stated": _percent(line.stated, 1), "stated_number": round(line.stated, DIGITS)}
            | {"right": _proportion(line.right)}
            for line in one.lines
        ],
    }


def _bound(one: BoundLine) -> dict[str, Any]:
    return {
        "judged_from": one.judged_from.isoformat(),
        "bound": _number(one.bound, 3),
        "learnt": one.learnt,
        "kept": _proportion(one.kept),
        "dropped": _proportion(one.dropped),
    }


def _proportion(one: Proportion) -> dict[str, Any]:
    numbers = [one.low, one.share, one.high]
    return {
        "part": one.part,
        "whole": one.whole,
        "share": _percent(one.share, 1),
        "low": _percent(one.low, 0),
        "high": _percent(one.high, 0),
        "numbers": [round(number, DIGITS) for number in numbers] if one.whole else None,
    }


def _rate(one: EventRate) -> dict[str, Any]:
    """Return a rate, and null where too little was watched to speak of a thousand years."""
    known = one.exposure >= LEAST_EXPOSURE
    rate, low, high = (_number(value, 2) if known else None for value in (one.rate, one.low, one.high))
    return {"count": one.count, "rate": rate, "low": low, "high": high}


def _days(days: float) -> dict[str, Any]:
    """Return a number of days; `reached` is false where so many were never found."""
    return {"days": f"{days:.0f}" if isfinite(days) else None, "reached": isnan(days) or isfinite(days)}


def _percent(share: float, digits: int) -> str | None:
    return None if isnan(share) else f"{100 * share:.{digits}f}"


def _number(value: float, digits: int) -> str | None:
    return f"{value:.{digits}f}" if isfinite(value) else None

"""What each source says of the movement: how large, how much of it was common to others, and whether it agrees."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from math import isnan
from typing import Any

from openmbi.alerts.reasons.context import AlertContext
from openmbi.alerts.reasons.figures import amount, both, moved, percent, plain, signed_percent, unit_text
from openmbi.alerts.reasons.words import LEVELS
from openmbi.core.alerts import Alert, Direction, SourceEvidence
from openmbi.core.language import Text
from openmbi.core.tables import Level

AGREES_BELOW = 0.05
"""A source agrees where it moved the same way and its own p-value is below this."""
_COMMA = Text("、", ", ")


class Says(StrEnum):
    """How a source stands to the alert."""

    SAME = "same"
    FAINT = "faint"
    OTHERWISE = "otherwise"
    UNKNOWN = "unknown"


_SAYS = {
    Says.SAME: Text("与预警一致", "agrees"),
    Says.FAINT: Text("方向相同但不显著", "leans the same way, not significantly"),
    Says.OTHERWISE: Text("方向相反", "moved the other way"),
    Says.UNKNOWN: Text("无从判断", "cannot tell"),
}
_MOVED = Text(
    "{name}：日均 {observed}，预期 {expected}，{change}；{says}",
    "{name}: {observed} a day, {expected} expected, {change}; {says}",
)
_SILENT = Text("{name}：没有读数可比", "{name}: no readings to compare")
_COMMON = Text("{name} {moved}", "{name} {moved}")
_OF_IT = Text(
    "首个数据源的变动中，与他者共同的：{common}；扣除后自身变动 {own}",
    "of the first source's movement, common with others: {common}; its own part after that is {own}",
)
_COUNT = Text(
    "{known} 个有读数的数据源中 {same} 个与预警一致", "{same} of {known} sources with readings agree with the alert"
)


def source_documents(alert: Alert, context: AlertContext) -> list[dict[str, Any]]:
    """Return every source: amounts a day in its unit, moves in per cent; null where not known."""
    return [_document(one, alert.direction, context) for one in alert.sources]


def source_sentences(alert: Alert, context: AlertContext) -> Iterator[Text]:
    """Yield a sentence a source, and how many agree."""
    for one in alert.sources:
        yield _sentence(one, alert.direction, context)
    says = [verdict(one, alert.direction) for one in alert.sources]
    known = [one for one in says if one is not Says.UNKNOWN]
    if len(alert.sources) > 1 and known:
        yield _COUNT.fill(known=len(known), same=known.count(Says.SAME))


def common_sentences(alert: Alert, context: AlertContext) -> Iterator[Text]:
    """Yield what of the first source's movement was common to others, and what is left as its own."""
    first = alert.sources[0] if alert.sources else None
    if first is not None and first.common and not isnan(first.own):
        yield _OF_IT.fill(common=_commons(first, context), own=signed_percent(moved(first.own)))


def verdict(source: SourceEvidence, direction: Direction) -> Says:
    """Return how a source stands to an alert of that direction."""
    if isnan(source.own) or isnan(source.p_value):
        return Says.UNKNOWN
    if (source.own < 0) is not (direction is Direction.DOWN) or source.own == 0:
        return Says.OTHERWISE
    return Says.SAME if source.p_value < AGREES_BELOW else Says.FAINT


def indicator_name(code: str, context: AlertContext) -> Text:
    """Return an indicator's name; its code where it is not declared."""
    found = context.indicators.get(code)
    return found.name.text() if found else Text(code, code)


def group_name(level: Level, context: AlertContext) -> Text:
    """Return the name of the subject's group of a level; what such a group is called where it is not known."""
    return context.groups.get(level) or LEVELS[level]


def _document(source: SourceEvidence, direction: Direction, context: AlertContext) -> dict[str, Any]:
    says = verdict(source, direction)
    return {
        "indicator": source.indicator,
        "name": both(indicator_name(source.indicator, context)),
        "unit": both(unit_text(source.unit)),
        "expected": plain(source.expected),
        "observed": plain(source.observed),
        "change": percent(change_of(source)),
        "own": _moved_percent(source.own),
        "common": [
            {"level": level.value, "name": both(group_name(level, context)), "moved": _moved_percent(by)}
            for level, by in source.common
        ],
        "says": {"code": says.value, "text": both(_SAYS[says])},
    }


def change_of(source: SourceEvidence) -> float:
    """Return observed against expected as a share; NaN where either is not known or nothing was expected."""
    return source.change if source.expected else float("nan")


def _moved_percent(log_points: float) -> str | None:
    return None if isnan(log_points) else percent(moved(log_points))


def _sentence(source: SourceEvidence, direction: Direction, context: AlertContext) -> Text:
    name, change = indicator_name(source.indicator, context), change_of(source)
    if isnan(change):
        return _SILENT.fill(name=name)
    return _MOVED.fill(
        name=name,
        observed=amount(source.observed, source.unit, source.expected),
        expected=amount(source.expected, source.unit, source.observed),
        change=signed_percent(change),
        says=_SAYS[verdict(source, direction)],
    )


def _commons(source: SourceEvidence, context: AlertContext) -> Text:
    said = Text("", "")
    for number, (level, by) in enumerate(source.common):
        one = _COMMON.fill(name=group_name(level, context), moved=signed_percent(moved(by)))
        said = said + (_COMMA if number else Text("", "")) + one
    return said

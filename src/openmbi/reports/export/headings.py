"""Names of fields as column heads: in words where the pages have a word for them, else the name that the document has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from openmbi.core.language import Language, Text
from openmbi.reports.alerts.labels import LABELS as ALERT_LABELS
from openmbi.reports.desk.labels import LABELS as DESK_LABELS
from openmbi.reports.province.labels import LABELS

_OWN: Mapping[str, Text] = MappingProxyType(
    {
        "day": Text("日期", "Day"),
        "close": Text("水平", "Level"),
        "entry": Text("所属行", "Entry"),
        "alert": Text("预警灯", "Alert light"),
        "level": Text("水平", "Level"),
        "title": Text("标题", "Title"),
        "peers": Text("同组", "Peers"),
        "half": Text("区间半宽", "Half width of the band"),
        "count": Text("数量", "Count"),
    }
)


def heading(field: str, language: Language) -> str:
    """Return the head of a column; `light.word` is told part by part."""
    return " · ".join(_part(part, language) for part in field.split("."))


def _part(part: str, language: Language) -> str:
    for words in (_OWN, DESK_LABELS, LABELS, ALERT_LABELS):
        if part in words and "{" not in words[part].zh:
            return words[part].say(language)
    return part.replace("_", " ")

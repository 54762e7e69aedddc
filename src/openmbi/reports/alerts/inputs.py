"""What the list of alerts is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openmbi.core.alerts import Alert
from openmbi.core.cases import CaseState
from openmbi.core.language import Text


@dataclass(frozen=True)
class CaseLine:
    """The case that follows an alert. `overdue`: its next step is late; `muted`: a group's case stands for it."""

    number: int
    state: CaseState
    overdue: bool = False
    muted: bool = False


@dataclass(frozen=True)
class AlertEntry:
    """One alert in the list.

    `city`: code of the city that it lies in, None where it lies in several; `place`, `industry`: in words; `reason`: its document of reasons; `rate`: how often
    such lights were false, in words, "not yet measured" where that is not known; `covered_by`: name of the group whose alert covers it.
    """

    alert: Alert
    name: Text
    reason: Mapping[str, Any]
    rate: Text
    city: str | None = None
    place: Text | None = None
    industry: Text | None = None
    case: CaseLine | None = None
    covered_by: Text | None = None


@dataclass(frozen=True)
class AlertsInput:
    """All alerts that stand on the newest day of the data, in the order in which they are shown. `cities`: names by code; `unjudged`: what is said of the
    enterprises that could not be judged.
    """

    day: date
    entries: tuple[AlertEntry, ...]
    cities: Mapping[str, Text]
    notes: tuple[Text, ...] = ()
    unjudged: tuple[Text, ...] = ()

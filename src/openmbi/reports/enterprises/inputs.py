"""What the page of the search is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Level


@dataclass(frozen=True)
class SearchAsked:
    """What was asked, as the address says it: words, place, industry, colours of light and alert (`any`: an alert of whichever), order."""

    query: str = ""
    place: str = ""
    industry: str = ""
    light: str = ""
    alert: str = ""
    sort: str = "weight"


@dataclass(frozen=True)
class SearchInput:
    """One page of what was found. `lines`: rows of `openmbi.flow.enterprise_list.LISTED`; `places`, `industries`: what may be chosen, by code."""

    asked: SearchAsked
    lines: tuple[Mapping[str, Any], ...]
    total: int
    after: str | None
    further: bool
    places: Mapping[str, Text]
    industries: Mapping[str, Text]
    naming: Callable[[Level, str], Text]
    industry_of: Callable[[str], str]

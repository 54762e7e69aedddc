"""What the page of activity factors is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Days, Floats, Level
from openmbi.reports.province.inputs import Circumstances


@dataclass(frozen=True)
class FactorFigures:
    """One group's factor in months (T,), in standard deviations around its trend; `below` (T,): probability of less; `domains` with their loadings."""

    code: str
    name: Text
    months: Days
    value: Floats
    standard_error: Floats
    below: Floats
    domains: tuple[tuple[Text, float], ...]
    converged: bool


@dataclass(frozen=True)
class GroupFactorsInput:
    """Everything that the page says; `without`: how many groups have fewer than two domains with growth."""

    about: Circumstances
    level: Level
    groups: tuple[FactorFigures, ...]
    without: int
    navigation: tuple[Mapping[str, Any], ...] = field(default=())

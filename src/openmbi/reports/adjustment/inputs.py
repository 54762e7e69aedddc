"""What the page of diagnostics is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openmbi.core.diagnosis import Diagnosis
from openmbi.core.language import Text
from openmbi.reports.province.inputs import Circumstances


@dataclass(frozen=True)
class DiagnosedIndicator:
    """An indicator, and what was found out about the adjustment of it."""

    code: str
    name: Text
    diagnosis: Diagnosis


@dataclass(frozen=True)
class AdjustmentInput:
    """A method (`code`, `name`, `citation`) on some indicators. `place`: the code that it was asked for, None for the whole zone. `skipped`: indicators without
    a diagnosis, and why. `names` of groups and subjects by code; "" is the group of all others. `navigation`: where the bureau's other pages are.
    """

    about: Circumstances
    code: str
    name: Text
    citation: Text
    place: str | None
    indicators: tuple[DiagnosedIndicator, ...]
    skipped: tuple[tuple[Text, Text], ...]
    names: Mapping[str, Text]
    navigation: tuple[Mapping[str, Any], ...] = ()

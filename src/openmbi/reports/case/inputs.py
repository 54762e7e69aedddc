"""What the page of a case is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from openmbi.core.cases import ActionKind, Case, Transition
from openmbi.core.language import Text
from openmbi.core.tables import Days, Floats


@dataclass(frozen=True)
class CaseHistory:
    """The subject's level (T,), base 100, on consecutive days, with that of the group it is compared with; NaN where not known."""

    days: Days
    close: Floats
    peers: Floats | None = None
    peers_name: Text | None = None


@dataclass(frozen=True)
class CaseProgress:
    """How far a case has come at `now`: its transitions, the oldest first, and the steps that a person may take.

    `people`: names of owners and actors by identifier. Moments are told in `zone`.
    """

    case: Case
    transitions: tuple[Transition, ...]
    moves: tuple[ActionKind, ...]
    people: Mapping[str, Text]
    now: datetime
    zone: tzinfo


@dataclass(frozen=True)
class CaseInput:
    """One case. `reason`: the document of reasons of its newest evidence; `rate`: how often such lights were false, in words."""

    progress: CaseProgress
    name: Text
    reason: Mapping[str, Any]
    rate: Text
    place: Text | None = None
    industry: Text | None = None
    covered_by: Text | None = None
    history: CaseHistory | None = None

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.progress.case

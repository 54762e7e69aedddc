"""What the one-glance page is made from: documents that a run wrote, and what stands of the cases now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openmbi.core.cases import CaseState
from openmbi.core.language import Text


@dataclass(frozen=True)
class OpenCases:
    """The open cases within a view: how many in which state, and how many of them are overdue."""

    by_state: Mapping[CaseState, int]
    overdue: int

    @property
    def total(self) -> int:
        """All open cases."""
        return sum(self.by_state.values())


@dataclass(frozen=True)
class PlaceChoice:
    """One of several places whose page can be chosen."""

    code: str
    name: Text


@dataclass(frozen=True)
class GlanceInput:
    """`group`: the document of the place's own page. `alerts`: the document of its list of alerts, None where nothing was looked for.

    `feeds`: sources that are late, short or failed, as documents name them. `cases`: None where there is no ledger to ask, as in a folder of files.
    `choice`: the places of a reader who has several.
    """

    group: Mapping[str, Any]
    alerts: Mapping[str, Any] | None = None
    feeds: Sequence[Mapping[str, Any]] = ()
    cases: OpenCases | None = None
    choice: Sequence[PlaceChoice] = ()

"""How an index is made: the parameters of each method."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from openmbi.catalog.composites import ConferenceBoardSpec, EqualWeightsSpec, ExpertWeightsSpec, PmiSpec
from openmbi.catalog.loader import Declaration, Name, catalog_files, load_declaration


class ActivityLevelSpec(Declaration):
    """The activity level: the base period whose mean is 100, who is a member, and what an idle enterprise counts for.

    `minimum_base_days`: active days of the base period that make a member; `entry_active_days`: active days after which an entrant joins;
    `idle_days_filled`: days of an idle run that take the fit until the next one makes the whole run 0. A reading is a spike above `spike_least_factor` times
    the fit and `spike_scale_multiple` scales of the subject's residual; `spike_days_capped`: days of a run of spikes that count at that cap until the
    next one makes the whole run count in full.
    """

    method: Literal["activity_level"]
    code: str
    name: Name
    citation: Name
    indicator: str
    base_first: date
    base_last: date
    weight: Literal["base_period_use"]
    minimum_base_days: int = Field(ge=1)
    entry_active_days: int = Field(ge=1)
    idle_days_filled: int = Field(ge=0)
    spike_least_factor: float = Field(gt=1)
    spike_scale_multiple: float = Field(gt=0)
    spike_days_capped: int = Field(ge=0)

    @model_validator(mode="after")
    def _base_runs_forward(self) -> Self:
        if self.base_last < self.base_first:
            raise ValueError("base_last lies before base_first")
        return self


class MonthDay(Declaration):
    """A day of any year."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=28)

    def of(self, year: int) -> date:
        """Return the day in a year."""
        return date(year, self.month, self.day)


class ResumptionSpec(Declaration):
    """Resumption and recovery rates around a Spring Festival.

    `threshold_share`: an enterprise has resumed when its use is above this share of its base mean. The base is the December before; where history
    starts later, `fallback_first` … `fallback_last` of the New Year's own year. The rates run from `window_first` to `window_last` days from New Year.
    """

    method: Literal["resumption"]
    code: str
    name: Name
    citation: Name
    indicator: str
    threshold_share: float = Field(gt=0, lt=1)
    fallback_first: MonthDay
    fallback_last: MonthDay
    window_first: int
    window_last: int

    @model_validator(mode="after")
    def _windows_run_forward(self) -> Self:
        if self.window_last < self.window_first or self.fallback_last.of(2000) < self.fallback_first.of(2000):
            raise ValueError("a window ends before it starts")
        return self


IndexSpec = ActivityLevelSpec | ResumptionSpec | ExpertWeightsSpec | EqualWeightsSpec | ConferenceBoardSpec | PmiSpec

_MODELS: dict[str, type[IndexSpec]] = {
    "activity_level": ActivityLevelSpec,
    "resumption": ResumptionSpec,
    "expert_weights": ExpertWeightsSpec,
    "equal_weights": EqualWeightsSpec,
    "conference_board": ConferenceBoardSpec,
    "pmi": PmiSpec,
}


class _Method(Declaration):
    model_config = ConfigDict(extra="ignore")

    method: Literal["activity_level", "resumption", "expert_weights", "equal_weights", "conference_board", "pmi"]


def load_indexes(overlay: Path | None) -> dict[str, IndexSpec]:
    """Read every declared index, by name, each with the model of its method.

    Raises
    ------
    Problem
        As `load_declaration`.
    """
    files = catalog_files("indexes", overlay)
    return {
        name: load_declaration(_MODELS[load_declaration(_Method, file).method], file) for name, file in files.items()
    }

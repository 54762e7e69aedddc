"""How an index is made: the parameters of each method."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from openmbi.catalog.composite_methods import (
    CriticSpec,
    EntropySpec,
    GeometricSpec,
    OecdCliSpec,
    OtherComposite,
    PcaSpec,
)
from openmbi.catalog.composites import ConferenceBoardSpec, EqualWeightsSpec, ExpertWeightsSpec, PmiSpec
from openmbi.catalog.diffusion import DiffusionSpec
from openmbi.catalog.loader import Declaration, Name, catalog_files, load_declaration
from openmbi.core.periods import Frequency


class LevelSpec(Declaration):
    """A level: the base period whose mean is 100, what enterprises weigh, who is a member, and what an idle enterprise counts for.

    `weight`: mean of the base period, or annual value added where there are accounts. `minimum_base_days`: active days of the base period that make a
    member; `entry_active_days`: active days after which an entrant joins; `idle_days_filled`: days of an idle run that take the fit until the next one makes
    the whole run 0. A reading is a spike above `spike_least_factor` times the fit and `spike_scale_multiple` scales of the subject's residual;
    `spike_days_capped`: days of a run of spikes that count at that cap until the next one makes the whole run count in full.
    """

    code: str
    name: Name
    citation: Name
    indicator: str
    base_first: date
    base_last: date
    weight: Literal["base_period_use", "value_added"]
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


class ActivityLevelSpec(LevelSpec):
    """The activity level: of daily use, calendar effects taken out."""

    method: Literal["activity_level"]


class IndicatorLevelSpec(LevelSpec):
    """The level of any indicator on periods of its own frequency, by the method of the activity level.

    What counts days there counts periods here. `calendar_adjusted`: calendar effects are taken out, of a week, month or quarter by the days that it has;
    others, as stocks at the end of a month, are taken as they are. `fit_periods`: active periods whose median is the fit of those. `deflator`: the price
    index that turns money into real terms; null where it is no money.
    """

    method: Literal["indicator_level"]
    frequency: Frequency
    calendar_adjusted: bool
    fit_periods: int = Field(ge=1)
    deflator: str | None
    minimum_base_days: int = Field(ge=1, alias="minimum_base_periods")
    entry_active_days: int = Field(ge=1, alias="entry_active_periods")
    idle_days_filled: int = Field(ge=0, alias="idle_periods_filled")
    spike_days_capped: int = Field(ge=0, alias="spike_periods_capped")

    @model_validator(mode="after")
    def _years_have_no_calendar(self) -> Self:
        if self.calendar_adjusted and self.frequency is Frequency.ANNUAL:
            raise ValueError("an annual indicator cannot be calendar_adjusted")
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


IndexSpec = (
    ActivityLevelSpec
    | IndicatorLevelSpec
    | ResumptionSpec
    | ExpertWeightsSpec
    | EqualWeightsSpec
    | ConferenceBoardSpec
    | OtherComposite
    | PmiSpec
    | DiffusionSpec
)

_MODELS: dict[str, type[IndexSpec]] = {
    "activity_level": ActivityLevelSpec,
    "indicator_level": IndicatorLevelSpec,
    "resumption": ResumptionSpec,
    "expert_weights": ExpertWeightsSpec,
    "equal_weights": EqualWeightsSpec,
    "conference_board": ConferenceBoardSpec,
    "pca": PcaSpec,
    "entropy": EntropySpec,
    "critic": CriticSpec,
    "geometric": GeometricSpec,
    "oecd_cli": OecdCliSpec,
    "pmi": PmiSpec,
    "diffusion": DiffusionSpec,
}


class _Method(Declaration):
    model_config = ConfigDict(extra="ignore")

    method: Literal[
        "activity_level",
        "indicator_level",
        "resumption",
        "expert_weights",
        "equal_weights",
        "conference_board",
        "pca",
        "entropy",
        "critic",
        "geometric",
        "oecd_cli",
        "pmi",
        "diffusion",
    ]


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

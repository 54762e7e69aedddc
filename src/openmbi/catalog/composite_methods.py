"""How composites of the other methods are made: by weights from data, as a geometric mean, as a growth cycle."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from openmbi.catalog.composites import (
    Component,
    Composite,
    Domain,
    UnweightedComposite,
    WeightedComposite,
    check_names,
)


class EstimatedComposite(UnweightedComposite):
    """Sub-indices by domain, and weights of the domains that are estimated over the base and then stay."""

    domains: tuple[Domain, ...] = Field(min_length=2)


class PcaSpec(EstimatedComposite):
    """Weights by the first principal component; `power` 1: its loadings, 2: their squares."""

    method: Literal["pca"]
    power: Literal[1, 2]


class EntropySpec(EstimatedComposite):
    """Weights by entropy."""

    method: Literal["entropy"]


class CriticSpec(EstimatedComposite):
    """Weights by CRITIC: how much a domain moves, and how much it differs from the others."""

    method: Literal["critic"]


class GeometricSpec(WeightedComposite):
    """The composite is the weighted geometric mean of its sub-indices; of indicators that are never zero or negative."""

    method: Literal["geometric"]

    @model_validator(mode="after")
    def _keeps_indicators_positive(self) -> Self:
        if self.scale != "indexed":
            raise ValueError("a geometric mean needs scale: indexed, which keeps its indicators positive")
        return self


class OecdCliSpec(Composite):
    """The OECD's composite leading indicator: growth cycles of the components, each as volatile as the others.

    Cycles longer than `trend_months` count as trend, shorter than `smooth_months` as noise. `logged`: the cycle is that of logarithms, in per cent of trend. A
    value farther than `outlier_scales` robust standard deviations from the median around it is replaced. `minimum_months`: what a cycle needs to be seen.
    """

    method: Literal["oecd_cli"]
    trend_months: float = Field(gt=0)
    smooth_months: float = Field(gt=0)
    logged: bool
    outlier_scales: float = Field(gt=0)
    minimum_months: int = Field(ge=36)
    components: tuple[Component, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _band_is_open(self) -> Self:
        check_names(one.indicator for one in self.components)
        if self.smooth_months >= self.trend_months:
            raise ValueError("smooth_months must be less than trend_months")
        return self


OtherComposite = PcaSpec | EntropySpec | CriticSpec | GeometricSpec | OecdCliSpec

"""How a composite of several indicators is made: components, weights, scale, and worked cases beside them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import fsum, isclose
from typing import Literal, Self

from pydantic import Field, model_validator

from openmbi.catalog.loader import Declaration, Name
from openmbi.core.periods import Frequency


class IndexCase(Declaration):
    """A worked check: what goes in, what must come out to within `tolerance`, and where that is written.

    `step` names the part of the method that is checked; `index/worked_cases.py` says what each takes and gives.
    """

    name: Name
    citation: Name
    step: str
    input: dict[str, float | tuple[float, ...]]
    expected: dict[str, float] = Field(min_length=1)
    tolerance: float = Field(gt=0)


class BaseSpan(Declaration):
    """The base period whose mean is 100, both days included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.last < self.first:
            raise ValueError("the base ends before it starts")
        return self


class Component(Declaration):
    """An indicator that an index counts, by its code; `inverted`: more of it is less of what the index measures."""

    indicator: str
    name: Name
    inverted: bool = False


class WeightedComponent(Component):
    """An indicator and its weight in its domain."""

    weight: float = Field(gt=0, le=1)


class Domain(Declaration):
    """A domain: indicators of one kind, together a sub-index."""

    domain: str
    name: Name
    indicators: tuple[Component, ...] = Field(min_length=1)


class WeightedDomain(Declaration):
    """A domain, its weight in the composite, and the weights of its indicators in it."""

    domain: str
    name: Name
    weight: float = Field(gt=0, le=1)
    indicators: tuple[WeightedComponent, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> Self:
        check_weights(one.weight for one in self.indicators)
        return self


class ChangingComponent(Component):
    """A component and its change from period to period: `difference` is for rates and series in per cent, `symmetric` for all others."""

    change: Literal["symmetric", "difference"]


class Composite(Declaration):
    """What every composite declares: since when its values are in force, where they are from, on which frequency it is computed."""

    code: str
    name: Name
    citation: Name
    dated: date
    frequency: Frequency
    cases: tuple[IndexCase, ...] = ()


class DomainComposite(Composite):
    """What every composite over domains declares.

    `scale`: `indexed` makes the mean of an indicator over the base 100; `standardised` makes its mean 100 and its standard deviation 10.
    `minimum_coverage`: mean coverage that a month of an indicator must have to count. `minimum_weight`: share of the weight that the domains of a group must
    make up; the zone needs all.
    """

    scale: Literal["indexed", "standardised"]
    base: BaseSpan
    minimum_coverage: float = Field(default=0.8, ge=0, le=1)
    minimum_weight: float = Field(default=0.5, gt=0, le=1)


class WeightedComposite(DomainComposite):
    """Sub-indices by domain and the composite over them, by declared weights."""

    domains: tuple[WeightedDomain, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> Self:
        check_weights(one.weight for one in self.domains)
        check_names(one.domain for one in self.domains)
        check_names(one.indicator for domain in self.domains for one in domain.indicators)
        return self


class ExpertWeightsSpec(WeightedComposite):
    """The composite is the weighted mean of its sub-indices."""

    method: Literal["expert_weights"]


class UnweightedComposite(DomainComposite):
    """Sub-indices by domain, in which every indicator counts alike, without declared weights of the domains."""

    domains: tuple[Domain, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_counts_once(self) -> Self:
        check_names(one.domain for one in self.domains)
        check_names(one.indicator for domain in self.domains for one in domain.indicators)
        return self


class EqualWeightsSpec(UnweightedComposite):
    """Every domain counts alike, and in it every indicator."""

    method: Literal["equal_weights"]


class ConferenceBoardSpec(Composite):
    """The Conference Board's method; `target_trend`: mean growth a period, in per cent, that the index is given; null leaves its own."""

    method: Literal["conference_board"]
    base: BaseSpan
    target_trend: float | None
    components: tuple[ChangingComponent, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_counts_once(self) -> Self:
        check_names(one.indicator for one in self.components)
        return self


class PmiSpec(Composite):
    """A purchasing managers' index: a weighted mean of diffusion indices in 0..100; an inverted one counts as 100 − x."""

    method: Literal["pmi"]
    components: tuple[WeightedComponent, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> Self:
        check_weights(one.weight for one in self.components)
        check_names(one.indicator for one in self.components)
        return self


def check_weights(weights: Iterable[float]) -> None:
    """Refuse weights that do not sum to 1, with a `ValueError` that the loader turns into `catalog.invalid`."""
    total = fsum(weights)
    if not isclose(total, 1, abs_tol=1e-9):
        raise ValueError(f"the weights sum to {total:.6g}, not to 1")


def check_names(names: Iterable[str]) -> None:
    """Refuse a name that stands twice, as `check_weights` refuses."""
    listed = list(names)
    twice = sorted({name for name in listed if listed.count(name) > 1})
    if twice:
        raise ValueError(f"stands twice: {', '.join(twice)}")

"""What of a run is audited: the zone's composite by month, and the ranks of its cities in the latest one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openmbi.catalog.composites import ExpertWeightsSpec
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, first_days
from openmbi.core.tables import Flags, Floats
from openmbi.flow.composite_figures import CompositeFigures
from openmbi.index.audit.draws import Subject
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.recipe import Recipe
from openmbi.index.treatment.setting import Setting

NOMINAL = Recipe(normalisation=Choice("distance_to_reference"), weighting=Choice("expert_weights"))
"""Of sub-indices whose base mean is 100 it makes the published composite: their mean by the declared weights."""
LATEST = 12
"""Months of the latest base period that is tried."""


@dataclass(frozen=True)
class Bases:
    """The base periods that are tried: which columns (T,) each holds, the declared one first, and what it is called."""

    months: tuple[Flags, ...]
    labels: tuple[Text, ...]

    def for_cities(self, cities: int) -> Bases:
        """Return the same for columns that are the months of cities, city by city."""
        return Bases(tuple(np.tile(one, cities) for one in self.months), self.labels)


def bases_of(figures: CompositeFigures, spec: ExpertWeightsSpec) -> Bases:
    """Return the declared base, all months, and the latest twelve."""
    span = np.array([spec.base.first, spec.base.last], "datetime64[D]")
    first, last = first_days(span, Frequency.MONTHLY)
    months = figures.months
    latest = np.arange(len(months)) >= len(months) - LATEST
    spans = ((months >= first) & (months <= last), np.ones(len(months), bool), latest)
    return Bases(spans, tuple(_span(figures, one) for one in spans))


def zone_subject(figures: CompositeFigures, spec: ExpertWeightsSpec, bases: Bases) -> Subject:
    """Return the zone's sub-indices (D, M) by month, every month looked at."""
    value = figures.sub[:, 0]
    return Subject(value, NOMINAL, _setting(spec, bases.months[0]), np.arange(value.shape[1]))


def city_subject(figures: CompositeFigures, spec: ExpertWeightsSpec, bases: Bases) -> Subject:
    """Return the sub-indices of cities (D, G · M), city by city, of which the latest month of each is looked at.

    `bases` are those of such columns. A domain that a city does not have is filled with all cities' mean of the base: as if nothing had changed there.
    """
    cities, months = figures.value.shape
    calendar_month = figures.months.astype("datetime64[M]").astype(np.intp) % 12
    setting = replace(_setting(spec, bases.months[0]), groups=np.tile(calendar_month, cities))
    return Subject(
        value=figures.sub.reshape(len(figures.sub), -1),
        recipe=replace(NOMINAL, imputation=Choice("mean")),
        setting=setting,
        columns=np.arange(cities) * months + months - 1,
    )


def published_without(figures: CompositeFigures, spec: ExpertWeightsSpec) -> Floats:
    """Return the composites (D, G) of the latest month without one domain each, as published: the weights of what a group has are scaled to sum to 1."""
    sub = figures.sub[:, :, -1]
    weight = np.array([one.weight for one in spec.domains])[:, None] * ~np.isnan(sub)
    parts = weight * np.nan_to_num(sub)
    left = weight.sum(axis=0) - weight
    return np.where(left > 0, (parts.sum(axis=0) - parts) / np.where(left > 0, left, 1.0), np.nan)


def _setting(spec: ExpertWeightsSpec, base: Flags) -> Setting:
    return Setting(
        names=np.array([one.domain for one in spec.domains]),
        inverted=np.zeros(len(spec.domains), bool),
        base=base,
        expert=np.array([one.weight for one in spec.domains]),
    )


def _span(figures: CompositeFigures, inside: Flags) -> Text:
    months = figures.months[inside].astype("datetime64[M]")
    if not len(months):
        return Text("无", "none")
    return Text("{first} 至 {last}", "{first} to {last}").fill(first=months[0], last=months[-1])

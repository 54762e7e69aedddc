"""The diffusion index of enterprises for the zone, its cities and its industries."""

from __future__ import annotations

from collections.abc import Mapping

from openmbi.catalog.diffusion import DiffusionSpec
from openmbi.core.tables import IndexTerms, Level, Stints
from openmbi.flow.composites import whole_months
from openmbi.index.enterprise_diffusion import GroupDiffusion, answers, enterprise_diffusion

LEVELS = (Level.ZONE, Level.CITY, Level.INDUSTRY)
"""A cell has too few enterprises for a share of them to say much."""


def diffusions(
    terms: IndexTerms, stints: Mapping[Level, Stints], indicator: str, spec: DiffusionSpec | None
) -> Mapping[Level, GroupDiffusion]:
    """Return the diffusion index by level from the daily terms of an indicator; none where it is not declared of that one, or no month is whole."""
    months = whole_months(terms.days)
    if spec is None or spec.indicator != indicator or not len(months):
        return {}
    given = answers(terms, months, spec)
    return {level: enterprise_diffusion(given, stints[level], spec) for level in LEVELS if level in stints}

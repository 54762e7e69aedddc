"""The diffusion index of enterprises: how far a level must move to count as a rise or a fall."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from openmbi.catalog.composites import Composite


class DiffusionSpec(Composite):
    """Share of enterprises whose level of `indicator` rises from period to period, and half of those whose level stays.

    `tolerance`: a change of at most this share of the level before counts as staying.
    """

    method: Literal["diffusion"]
    indicator: str
    tolerance: float = Field(ge=0, lt=1)

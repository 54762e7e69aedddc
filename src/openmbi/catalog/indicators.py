"""What is measured: an indicator's name, unit and frequency."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from openmbi.catalog.loader import Declaration, Name
from openmbi.core.periods import Frequency
from openmbi.core.units import unit


class Indicator(Declaration):
    """One indicator; `unit` is the unit that the store keeps it in."""

    code: str
    name: Name
    definition: Name
    unit: str
    frequency: Frequency

    @model_validator(mode="after")
    def _unit_is_stored(self) -> Self:
        if unit(self.unit).stored_as != self.unit:
            raise ValueError(f"declare it in the unit of the store, {unit(self.unit).stored_as}")
        return self

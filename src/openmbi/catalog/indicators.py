"""What is measured: an indicator's name, unit, frequency, and whether it is a flow or a stock; of money, its deflator."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from openmbi.catalog.loader import Declaration, Name
from openmbi.core.periods import Frequency
from openmbi.core.units import unit


class Indicator(Declaration):
    """One indicator; `unit` is the unit that the store keeps it in. A flow is summed over periods; a stock is as of the end of its period.

    `deflator`: the code of the price index (an indicator) that turns money into real terms; none where it is no money.
    """

    code: str
    name: Name
    definition: Name
    unit: str
    frequency: Frequency
    kind: Literal["flow", "stock"]
    deflator: str | None = None

    @model_validator(mode="after")
    def _unit_is_stored(self) -> Self:
        if unit(self.unit).stored_as != self.unit:
            raise ValueError(f"declare it in the unit of the store, {unit(self.unit).stored_as}")
        return self

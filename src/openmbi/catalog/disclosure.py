"""The rules of disclosure control: when a cell is sensitive, what suppressing one costs, how published amounts are rounded. Dated and cited."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from openmbi.catalog.dated import Dated, check_dates_rise, entry_in_force
from openmbi.catalog.loader import Declaration, Name, catalog_files, load_declaration
from openmbi.core.disclosure import CostRule, DisclosureParameters
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Level


class DatedDisclosure(Dated):
    """The parameters in force from a day on.

    `levels`: of which groups figures are published; the more, the more of them must be suppressed. `rounding`: by indicator the step, in its unit, to which
    amounts are rounded before they are published; others are published as whole units.
    """

    least_contributors: Annotated[int, Field(ge=2, le=100)]
    dominant: Annotated[int, Field(ge=1, le=10)]
    dominance_percent: Annotated[float, Field(gt=0, le=100)]
    p_percent: Annotated[float, Field(gt=0, le=100)]
    cost: CostRule
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    rounding: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _no_enterprise(self) -> Self:
        if Level.ENTERPRISE in self.levels:
            raise ValueError("figures of single enterprises are never published")
        return self

    @property
    def parameters(self) -> DisclosureParameters:
        """The parameters as the rooms take them."""
        return DisclosureParameters(
            least_contributors=self.least_contributors,
            dominant=self.dominant,
            dominance_percent=self.dominance_percent,
            p_percent=self.p_percent,
            cost=self.cost,
        )

    def step(self, indicator: str) -> float:
        """Return to which step amounts of an indicator are rounded."""
        return self.rounding.get(indicator, 1.0)


class DisclosureRules(Declaration):
    """The declaration: its entries by rising `valid_from`."""

    code: str
    name: Name
    parameters: Annotated[tuple[DatedDisclosure, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _dates_rise(self) -> Self:
        check_dates_rise(self.parameters, "parameters")
        return self

    def in_force(self, day: date) -> DatedDisclosure:
        """Return the parameters in force on a day; before the first entry, the first."""
        return entry_in_force(self.parameters, day) or self.parameters[0]


def load_disclosure(overlay: Path | None) -> DisclosureRules:
    """Read the declaration `disclosure/rules.yml`, the bureau's own or the shipped one.

    Raises
    ------
    Problem
        As `load_declaration`; `catalog.missing` where it is not there.
    """
    file = catalog_files("disclosure", overlay).get("rules")
    if file is None:
        raise Problem(
            "catalog.missing",
            Text(
                "目录中缺少披露控制规则 disclosure/rules.yml",
                "the catalog lacks the rules of disclosure control, disclosure/rules.yml",
            ),
            Text("请恢复该文件", "restore the file"),
        )
    return load_declaration(DisclosureRules, file)

"""How much of linking is done by rule, and what the review queue offers: dated and cited."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from openmbi.catalog.dated import Dated, check_dates_rise, entry_in_force
from openmbi.catalog.loader import Declaration, Name, catalog_files, load_declaration
from openmbi.core.language import Text
from openmbi.core.problems import Problem

Likeness = Annotated[float, Field(ge=0, le=100)]


class LinkingParameters(Dated):
    """The bounds of linking from a day on.

    `least_agreeing_likeness`: a code whose registered names are all less like the holder's than this waits (0…100). `link_by_name`: whether a full name that is
    one enterprise's alone, with the same place, links without a code. `place_digits`: how many digits of the place must be equal (4: the city).
    `candidates`: how many the queue offers; `least_candidate_likeness`: of what likeness at least; `address_weight`: points that an equal address adds,
    `code_weight`: that a code adds which is the holder's but for one slip;
    `wide_below`: where the best candidate of the place is less like than this, all places are searched.
    """

    least_agreeing_likeness: Likeness
    link_by_name: bool
    place_digits: Annotated[int, Field(ge=2, le=6)]
    candidates: Annotated[int, Field(ge=1, le=10)]
    least_candidate_likeness: Likeness
    address_weight: Likeness
    code_weight: Likeness
    wide_below: Likeness


class LinkingRules(Declaration):
    """The declaration: its entries by rising `valid_from`."""

    code: str
    name: Name
    parameters: Annotated[tuple[LinkingParameters, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _dates_rise(self) -> Self:
        check_dates_rise(self.parameters, "parameters")
        return self

    def in_force(self, day: date) -> LinkingParameters:
        """Return the parameters in force on a day; before the first entry, the first: links of the past need rules too."""
        return entry_in_force(self.parameters, day) or self.parameters[0]


def load_linking(overlay: Path | None) -> LinkingRules:
    """Read the declaration `linking/rules.yml`, the bureau's own or the shipped one.

    Raises
    ------
    Problem
        As `load_declaration`; `catalog.missing` where it is not there.
    """
    file = catalog_files("linking", overlay).get("rules")
    if file is None:
        raise Problem(
            "catalog.missing",
            Text("目录中缺少关联规则 linking/rules.yml", "the catalog lacks the rules of linking, linking/rules.yml"),
            Text("请恢复该文件", "restore the file"),
        )
    return load_declaration(LinkingRules, file)

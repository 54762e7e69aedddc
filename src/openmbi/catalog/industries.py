"""The industries that enterprises are assigned to."""

from __future__ import annotations

from collections import Counter
from typing import Self

from pydantic import model_validator

from openmbi.catalog.loader import Declaration, Name


class Industry(Declaration):
    """One industry and its code."""

    code: str
    name: Name


class IndustryList(Declaration):
    """A classification: the standard that it follows and its industries, in order."""

    standard: Name
    industries: tuple[Industry, ...]

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        repeated = [code for code, count in Counter(industry.code for industry in self.industries).items() if count > 1]
        if repeated:
            raise ValueError(f"declared more than once: {', '.join(repeated)}")
        return self

    def names(self) -> dict[str, Name]:
        """Return the industries' names by code."""
        return {industry.code: industry.name for industry in self.industries}

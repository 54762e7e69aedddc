"""Size classes of industrial enterprises, and the bounds of the statistical classification."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from openmbi.catalog.dated import Dated
from openmbi.catalog.loader import Declaration, Name, load_all
from openmbi.core.language import Text
from openmbi.core.tables import Floats, Names

UNSIZED = "unsized"
UNSIZED_NAME = Text("规模不明", "size unknown")


class SizeClass(Declaration):
    """One class: an enterprise belongs to the first, from large to micro, whose every bound it reaches. `words`: how registers write it."""

    code: str
    name: Name
    words: tuple[str, ...]
    employees_at_least: Annotated[int, Field(ge=0)]
    revenue_cny_at_least: Annotated[int, Field(ge=0)]


class SizeClasses(Dated):
    """The classes of one classification, from large to micro."""

    code: str
    name: Name
    classes: Annotated[tuple[SizeClass, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _bounds_fall_to_nothing(self) -> Self:
        for larger, smaller in pairwise(self.classes):
            employees = larger.employees_at_least - smaller.employees_at_least
            revenue = larger.revenue_cny_at_least - smaller.revenue_cny_at_least
            if employees <= 0 or revenue <= 0:
                raise ValueError("classes are listed from large to micro, each with lower bounds")
        if self.classes[-1].employees_at_least or self.classes[-1].revenue_cny_at_least:
            raise ValueError("the last class has no lower bound: every enterprise belongs to one")
        return self

    def code_of(self, word: str) -> str | None:
        """Return the class that a register's word means; None for another word."""
        folded = word.strip().casefold()
        return next((each.code for each in self.classes if folded in (each.code, *each.words)), None)

    def classify(self, employees: Floats, revenue_cny: Floats) -> Names:
        """Return the classes (n,) by employees (n,) and revenue in yuan (n,); `unsized` where one of them is NaN."""
        found = np.full(len(employees), UNSIZED, dtype=f"<U{max(len(UNSIZED), *(len(e.code) for e in self.classes))}")
        for each in reversed(self.classes):  # from micro upwards: the largest class whose bounds are reached stays
            found[(employees >= each.employees_at_least) & (revenue_cny >= each.revenue_cny_at_least)] = each.code
        return found

    def text(self, code: str) -> Text:
        """Return the name of a class; the code itself where it is not declared."""
        names = {each.code: each.name.text() for each in self.classes}
        return names.get(code, UNSIZED_NAME if code == UNSIZED else Text(code, code))


def load_size_classes(overlay: Path | None) -> SizeClasses:
    """Read the classification with the latest `valid_from`.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong.
    """
    declared = load_all(SizeClasses, "size_classes", overlay).values()
    return max(declared, key=lambda each: (each.valid_from, each.code))

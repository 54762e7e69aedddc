"""The lights of past months, one character each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from openmbi.core.tables import Colour, Level
from openmbi.reports.province.inputs import ProvinceInput


class MonthCodes:
    """Writes the months of groups as text: a character a month, the place of the light in the legend."""

    def __init__(self, source: ProvinceInput) -> None:
        self._source = source

    def of(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return a group's line with its `months`; null where the run keeps none of it."""
        return {**entry, "months": self._texts.get((entry["level"], entry["code"]))}

    def timeline(self, cells: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
        """Return the months, and how many cells had which light, in the order of the legend; null where the run keeps none."""
        kept = self._source.month_lights.get(Level.CELL)
        if kept is None:
            return None
        texts = [cell["months"] for cell in cells if cell["months"]]
        lights = [str(place) for place in range(len(self._source.about.palette.legend()))]
        return {
            "months": [str(month)[:7] for month in kept.months],
            "counts": [
                [sum(text[at] == light for text in texts) for light in lights] for at in range(len(kept.months))
            ],
        }

    @cached_property
    def _texts(self) -> dict[tuple[str, str], str]:
        places = np.zeros(max(Colour) + 1, np.intp)
        for place, (colour, _look) in enumerate(self._source.about.palette.legend()):
            places[int(colour)] = place
        digits = np.array([str(place) for place in range(10)])
        return {
            (str(level), code): "".join(digits[places[row]])
            for level, one in self._source.month_lights.items()
            for code, row in zip(one.groups.tolist(), one.colour, strict=True)
        }

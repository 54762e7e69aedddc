"""The MBI of the zone: the figure, what it is made of, and how far it can be trusted."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Colour
from openmbi.reports.overview.faces import legend
from openmbi.reports.overview.figures import both, month_text
from openmbi.reports.province.figures import one_digit
from openmbi.reports.province.inputs import MbiEstimate, ProvinceInput


def mbi(source: ProvinceInput) -> dict[str, Any] | None:
    """Return the section: growth figures in per cent with one digit; with `why_none` alone where there is no MBI; null where nothing is to be said."""
    found = source.mbi
    if found is None:
        return None
    if isinstance(found, Text):
        return {"why_none": both(found)}
    return {
        "why_none": None,
        "target": both(found.target),
        "month": both(month_text(found.month)),
        "value": one_digit(found.value),
        "growth": one_digit(found.growth),
        "standard_error": one_digit(found.standard_error),
        "reference": one_digit(found.reference),
        "released": one_digit(found.released),
        "published": str(found.published) if found.published else None,
        "error": one_digit(found.error),
        "error_months": found.error_months,
        "no_change_error": one_digit(found.no_change_error),
        "light": _light(source, found),
        "reason": both(found.reason) if found.reason else None,
        "notes": [both(note) for note in found.notes],
    }


def _light(source: ProvinceInput, found: MbiEstimate) -> dict[str, Any] | None:
    """Return the light with its paint, because it may be of another palette than the page's others."""
    if found.colour is None:
        return None
    palette = source.mbi_palette or source.about.palette
    name = Colour(found.colour).name.lower()
    return next(look for look in legend(palette) if look["colour"] == name)

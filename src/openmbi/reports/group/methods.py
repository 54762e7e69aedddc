"""The zone's composite by each method, side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from openmbi.reports.group.composites import MONTHS, line
from openmbi.reports.overview.figures import both, month_text
from openmbi.reports.province.figures import one_digit
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.method_inputs import MethodFigures


def methods(source: ProvinceInput) -> dict[str, Any] | None:
    """Return the section; null where no method could be made.

    All methods stand at one month: the latest that every one has which has any; else the latest that any has. A line with `why_none` has no figures.
    `counts` have shares in per cent with one digit. Bases are null where 100 is the trend.
    """
    at = _month(source.methods)
    if at is None:
        return None
    month = source.methods[0].months[at]
    return {
        "month": str(month)[:7],
        "label": both(month_text(month.item())),
        "months": min(MONTHS, at + 1),
        "lines": [_told(one, at) for one in source.methods],
    }


def _month(found: tuple[MethodFigures, ...]) -> int | None:
    known = [there for one in found if (there := ~np.isnan(one.value)).any()]
    if not known:
        return None
    shared, any_of = np.logical_and.reduce(known), np.logical_or.reduce(known)
    return int(np.flatnonzero(shared if shared.any() else any_of)[-1])


def _told(one: MethodFigures, at: int) -> dict[str, Any]:
    return {
        **line(one.name, one.value, at),
        "why_none": both(one.why_none) if one.why_none else None,
        "base_first": _text(one.base_first) if one.base_first else None,
        "base_last": _text(one.base_last) if one.base_last else None,
        "shares_of": both(one.shares_of),
        "counts": [{"name": both(name), "share": one_digit(100 * share)} for name, share in one.counts],
    }


def _text(day: object) -> str:
    return str(day)[:7]

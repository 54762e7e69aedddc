"""The activity factors of groups as a document."""

from __future__ import annotations

from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.reports.group_factors.inputs import FactorFigures, GroupFactorsInput
from openmbi.reports.overview.figures import both
from openmbi.reports.province.frame import frame_of
from openmbi.reports.province.levels import NAMES
from openmbi.reports.province.paths import page_path

LIKELY = 0.9
TREND_MONTHS = 24
STALE_DAYS = 62
_TITLE = Text("活跃因子", "Activity factors")


def group_factors(source: GroupFactorsInput) -> dict[str, Any]:
    """Return the document: the groups, those most probably below their trend first."""
    newest = max((one.months[-1] for one in source.groups), default=np.datetime64("NaT"))
    order = sorted(source.groups, key=lambda one: (_stale(one, newest), *_urgency(one), one.code))
    pages = {place["path"] for place in source.navigation}
    return {
        "report": "group_factors",
        **frame_of(source.about, source.navigation),
        "path": f"nowcast/{source.level.value}",
        "title": both(_TITLE),
        "level": {"code": source.level.value, "name": both(NAMES[source.level])},
        "sentence": both(_sentence(source)),
        "months": TREND_MONTHS,
        "groups": [_group(source, one, linked=bool(pages)) for one in order],
        "without": source.without,
    }


def _sentence(source: GroupFactorsInput) -> Text:
    said = Text(
        "{count} 个组有活跃因子（{level}）；其中 {low} 个有九成以上的可能低于自身趋势，{high} 个有九成以上的可能高于自身趋势。",
        "{count} groups have an activity factor ({level}); {low} are below their own trend with a probability of 90 % or more, {high} above it.",
    )
    newest = max((one.months[-1] for one in source.groups), default=np.datetime64("NaT"))
    fresh = [one for one in source.groups if not _stale(one, newest)]
    low = sum(bool(one.below[-1] >= LIKELY) for one in fresh)
    high = sum(bool(one.below[-1] <= 1 - LIKELY) for one in fresh)
    return said.fill(count=len(source.groups), level=NAMES[source.level], low=low, high=high)


def _urgency(one: FactorFigures) -> tuple[float, float]:
    """Return what groups are ordered by: the probability in whole per cent, the likeliest first, and the factor, the lowest first."""
    return -round(float(one.below[-1]), 2), round(float(one.value[-1]), 6)


def _stale(one: FactorFigures, newest: np.datetime64) -> bool:
    """Whether a group's data ended so long ago that its probability is no news."""
    return bool((newest - one.months[-1]).astype(np.int64) > STALE_DAYS)


def _group(source: GroupFactorsInput, one: FactorFigures, *, linked: bool) -> dict[str, Any]:
    value = one.value.tolist()
    return {
        "code": one.code,
        "name": both(one.name),
        "page": page_path(source.level, one.code) if linked else None,
        "month": str(one.months[-1])[:7],
        "factor": _figure(value[-1]),
        "standard_error": _figure(float(one.standard_error[-1])),
        "change": _figure(value[-1] - value[-2]) if len(value) > 1 else None,
        "below": _per_cent(float(one.below[-1])),
        "probably_below": bool(one.below[-1] >= LIKELY),
        "domains": len(one.domains),
        "loadings": [{"name": both(name), "loading": _figure(loading)} for name, loading in one.domains],
        "trend": [_figure(each) for each in value[-TREND_MONTHS:]],
        "converged": one.converged,
    }


def _figure(value: float) -> str:
    """Return a figure, never a negative zero."""
    return f"{round(value, 2) + 0.0:.2f}"


def _per_cent(share: float) -> str:
    return "< 1" if share < 0.01 else "> 99" if share > 0.99 else f"{100 * share:.0f}"

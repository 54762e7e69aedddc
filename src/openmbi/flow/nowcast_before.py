"""The vintage that news are told against: a kept nowcast, or what was known on a day, worked out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from openmbi.catalog.targets import Target
from openmbi.core.periods import end_of_day
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Step
from openmbi.flow.domains_as_known import domains_as_known
from openmbi.flow.nowcast_model import from_arrays
from openmbi.flow.nowcast_vintage import Shape, figures_as_known, vintage
from openmbi.flow.observed import Observed
from openmbi.index.dynamic_factor import MixedPanel
from openmbi.index.nowcast.estimator import FactorEstimator
from openmbi.store.nowcasts import KeptNowcast, kept_nowcasts

USUAL_DAYS = 28
"""How far back news begin where nothing was kept and no day was asked for."""


@dataclass(frozen=True)
class Before:
    """An earlier vintage: its moment, its panel, and the model at its parameters where it was kept, under the name `kept`."""

    as_of: datetime
    panel: MixedPanel
    judge: FactorEstimator | None
    kept: str | None


@dataclass(frozen=True)
class Wanted:
    """Whose earlier vintage is wanted: `series` as the new one has them, on a grid of the same shape through `last_month`."""

    bureau: Bureau
    target: Target
    shape: Shape
    series: tuple[str, ...]
    last_month: np.datetime64
    as_of: datetime
    manifest: int


def before(wanted: Wanted, since: date | None, step: Step) -> Before:
    """Return the latest kept nowcast before the moment, or that of the day `since`; what was known on that day, or four weeks before, where none was kept."""
    kept = _kept(wanted, since)
    if kept is not None:
        return kept
    zone = wanted.bureau.zone
    day = since or (wanted.as_of.astimezone(zone).date() - timedelta(days=USUAL_DAYS))
    as_of = min(end_of_day(day, zone), wanted.as_of)
    observed = Observed(wanted.bureau, as_of, wanted.manifest)
    figures = figures_as_known(observed, wanted.target)
    made = vintage(domains_as_known(observed, step), figures, wanted.shape, wanted.last_month, keep=wanted.series)
    return Before(as_of, made.growth.panel, None, None)


def _kept(wanted: Wanted, since: date | None) -> Before | None:
    for one in reversed(kept_nowcasts(wanted.bureau.store)):
        as_of = datetime.fromisoformat(one.pins["as_of"])
        asked = as_of.astimezone(wanted.bureau.zone).date() == since if since else as_of < wanted.as_of
        if asked and _fits(one, wanted):
            return Before(as_of, *from_arrays(one.arrays()), one.name)
    return None


def _fits(one: KeptNowcast, wanted: Wanted) -> bool:
    pins = one.pins
    same = pins["target"] == wanted.target.code and pins["frequency"] == wanted.shape.frequency.value
    return bool(same and pins["series"] == list(wanted.series))

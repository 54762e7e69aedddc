"""Daily values to weeks, months, quarters and years, and the latest of them that is complete."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from openmbi.cells.amounts import exact_sum
from openmbi.core.periods import Frequency

_STEP = {
    Frequency.DAILY: ("D", {"days": 1}),
    Frequency.WEEKLY: ("W", {"weeks": 1}),
    Frequency.MONTHLY: ("M", {"months": 1}),
    Frequency.QUARTERLY: ("Q", {"months": 3}),
    Frequency.ANNUAL: ("Y", {"years": 1}),
}


def period_total(observations: ir.Table, frequency: Frequency, *, by: Sequence[str] = ()) -> ir.Table:
    """Return the totals of a flow by period and `by`.

    Parameters
    ----------
    observations
        Daily values of a flow (a stock is not summed), decimal.

    Returns
    -------
    ir.Table
        `valid_at` (first day of the period), `by`, `value` (decimal sum), `days` (how many days have a value) and `days_in_period`.
    """
    unit, step = _STEP[frequency]
    # Through a timestamp: Spark's truncated date would be one, and stay one.
    first = observations.valid_at.cast("timestamp").truncate(unit).cast("date")
    dated = observations.mutate(day_=observations.valid_at, valid_at=first)
    sums = dated.aggregate(by=["valid_at", *by], value=exact_sum(dated.value), days=dated.day_.nunique())
    after = (sums.valid_at.cast("timestamp") + ibis.interval(**step)).cast("date")
    return sums.mutate(days_in_period=after.delta(sums.valid_at, unit="day"))


def latest_complete_period(totals: ir.Table, *, by: Sequence[str] = ()) -> ir.Table:
    """Return by `by` the `valid_at` of the latest of the totals (`period_total`) whose every day has a value, null where there is none."""
    complete = totals.days == totals.days_in_period
    return totals.aggregate(by=list(by), valid_at=totals.valid_at.max(where=complete))

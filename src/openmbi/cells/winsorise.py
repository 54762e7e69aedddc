"""Pull extreme values back to stated quantiles."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from decimal import Decimal

import ibis
import ibis.expr.types as ir


def winsorise(observations: ir.Table, *, lower: Decimal, upper: Decimal, by: list[str]) -> ir.Table:
    """Return the observations with `value` pulled into [q(lower), q(upper)] of its group, and the `reported_value` beside it.

    q(p) is the ⌈p·m⌉-th smallest of the m values of the group (the first for p = 0): the inverse of the empirical distribution, always a value that was
    reported, so that decimals stay exact and every engine agrees.

    Raises
    ------
    ValueError
        Unless 0 ≤ lower < upper ≤ 1.
    """
    if not 0 <= lower < upper <= 1:
        raise ValueError(f"quantiles must rise from 0 to 1: {lower}, {upper}")
    group = ibis.window(group_by=by)
    ranked = observations.mutate(
        rank_=ibis.row_number().over(ibis.window(group_by=by, order_by="value")) + 1,
        size_=observations.count().over(group),
    )
    low, high = (_at_rank(ranked, _rank(ranked.size_, share)).over(group) for share in (lower, upper))
    bounded = ranked.mutate(low_=low, high_=high, reported_value=ranked.value)
    pulled = ibis.greatest(ibis.least(bounded.value, bounded.high_), bounded.low_)
    return bounded.mutate(value=pulled).drop("rank_", "size_", "low_", "high_")


def _rank(size: ir.IntegerValue, share: Decimal) -> ir.IntegerValue:
    """Return ⌈share · size⌉, at least 1, in whole numbers."""
    numerator, denominator = Decimal(share).as_integer_ratio()
    return ibis.greatest((size * numerator + (denominator - 1)) // denominator, 1)


def _at_rank(ranked: ir.Table, rank: ir.IntegerValue) -> ir.Value:
    return ibis.cases((ranked.rank_ == rank, ranked.value)).max()

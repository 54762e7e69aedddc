"""Places in an order."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir


def rank_by(cells: ir.Table, *, within: Sequence[str] = ()) -> ir.Table:
    """Return the cells with `rank` by `value` in their group `within`: 1 the largest, equal values the same, the next after them; null without a value."""
    falling = ibis.window(group_by=list(within), order_by=cells.value.desc(nulls_first=False))
    return cells.mutate(rank=ibis.ifelse(cells.value.notnull(), ibis.rank().over(falling) + 1, None))

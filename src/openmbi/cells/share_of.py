"""Shares of a whole."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from openmbi.cells.amounts import share


def share_of(cells: ir.Table, *, within: Sequence[str] = ()) -> ir.Table:
    """Return the cells with `share`: decimal `value` ÷ the sum of their group `within` (a double; null where there is no value or the sum is 0)."""
    whole = cells.value.sum().over(ibis.window(group_by=list(within)))
    return cells.mutate(share=share(cells.value, whole))

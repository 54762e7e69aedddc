"""Totals of observations by any columns."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

import ibis.expr.types as ir

from openmbi.cells.amounts import exact_sum


def total(observations: ir.Table, by: list[str]) -> ir.Table:
    """Return one row for each combination of `by`: `value` (decimal sum), `observations` (rows) and `subjects` (how many differ)."""
    return observations.aggregate(
        by=by,
        value=exact_sum(observations.value),
        observations=observations.count(),
        subjects=observations.subject.nunique(),
    )

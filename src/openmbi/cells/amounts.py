"""Exact sums and the shares made of them, of one type on every engine."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

import ibis
import ibis.expr.types as ir

SUM = "decimal(38, 4)"


def exact_sum(amount: ir.Value, where: ir.BooleanValue | None = None) -> ir.Value:
    """Return the sum of a decimal column as a decimal, 0 over no rows: sums of doubles differ from run to run."""
    return ibis.coalesce(amount.sum(where=where), 0).cast(SUM)


def exact_mean(total: ir.Value, days: ir.Value) -> ir.Value:
    """Return total ÷ days rounded to the fourth decimal, 0 over no days, so that sums of it stay exact."""
    # Through whole ten-thousandths: engines round a double to decimal places differently, to a whole number alike.
    mean = ibis.coalesce(total.cast("float64") / days.cast("float64").nullif(0), 0.0)
    return ((mean * 10_000).round() / 10_000).cast("decimal(24, 4)")


def share(part: ir.Value, whole: ir.Value) -> ir.Value:
    """Return part ÷ whole as a double, null where the whole is 0."""
    return part.cast("float64") / whole.cast("float64").nullif(0)

"""How much of what was expected has a reading."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

import ibis.expr.types as ir

from openmbi.cells.amounts import exact_sum, share
from openmbi.core.tables import ObservationStatus


def coverage(observations: ir.Table, expected: ir.Table, *, sentinel_is_reading: bool, by: list[str]) -> ir.Table:
    """Return `expected` and `observed` weight and their ratio `coverage` by columns of `expected`.

    Parameters
    ----------
    observations
        At most one row for each `subject` and `valid_at`.
    expected
        One row for each `subject` and `valid_at` that should have a reading, with its decimal `weight`: base use, or 1 to count readings.
    sentinel_is_reading
        Whether "zero or no reading" counts as a reading.
    """
    readings = observations
    if not sentinel_is_reading:
        readings = readings.filter(readings.status != ObservationStatus.ZERO_OR_MISSING.value)
    readings = readings.select("subject", "valid_at", reported=True)
    joined = expected.left_join(readings, ["subject", "valid_at"])
    sums = joined.aggregate(
        by=by,
        expected=exact_sum(joined.weight),
        observed=exact_sum(joined.weight, where=joined.reported.notnull()),
    )
    return sums.mutate(coverage=share(sums.observed, sums.expected))

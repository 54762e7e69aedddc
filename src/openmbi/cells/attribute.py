"""Observations of meters, accounts, plates or names become observations of enterprises, split by the shares of the links in force."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from openmbi.cells.amounts import exact_sum
from openmbi.core.tables import ObservationStatus

_VALUE = "decimal(18, 4)"
_SHARE = "decimal(19, 8)"  # of 18 digits, DuckDB would multiply in 64 bits and overflow
_ONE = ibis.literal(1, "int64")
_KEPT = ["indicator", "valid_at", "unit"]
_ATTRIBUTED = ["subject", *_KEPT, "value", "status", "reported", "linked"]


def attribute(observations: ir.Table, splits: ir.Table) -> ir.Table:
    """Return the observations of enterprises (`subject`) that the links make of those of their meters or accounts.

    A value is split by the cumulated shares, each rounded to the fourth decimal, halves away from zero: an enterprise's part is the difference of two of them,
    so the parts of a value sum to it exactly where the shares sum to 1, and to their share of it, rounded, where they sum to less. The parts of an enterprise
    on a day are summed. "Zero or no reading" counts as nothing beside a normal reading; where there is no other, it stays what it is.

    Parameters
    ----------
    observations
        `subject`, `indicator`, `valid_at`, `value` (decimal, four places), `unit`, `status`; at most one row for each subject, indicator and `valid_at`.
    splits
        `cells.splits.SPLITS` of this kind of subject.

    Returns
    -------
    ir.Table
        `subject` (the enterprise), `indicator`, `valid_at`, `unit`, `value`, `status`, `reported` (how many of its meters had an observation) and `linked`
        (how many it had that day).
    """
    # An enterprise with one subject that day has nothing to sum: most have, and grouping millions of rows would be most of the work.
    alone = _parts(observations, splits.filter(splits.linked == 1))
    several = _parts(observations, splits.filter(splits.linked > 1))
    return ibis.union(_as_reported(alone), _summed(several))


def _as_reported(parts: ir.Table) -> ir.Table:
    said = parts.select(*_KEPT, "status", "linked", subject=parts.enterprise, value=parts.part, reported=_ONE)
    return said.select(_ATTRIBUTED)


def _summed(parts: ir.Table) -> ir.Table:
    normal = parts.status == ObservationStatus.NORMAL.value
    sums = parts.aggregate(
        by=["enterprise", *_KEPT],
        readings=exact_sum(parts.part, where=normal),
        sentinels=exact_sum(parts.part),
        normal=parts.count(where=normal),
        reported=parts.count().cast("int64"),
        linked=parts.linked.max(),
    )
    is_normal = sums.normal > 0
    said = sums.select(
        *_KEPT,
        "linked",
        "reported",
        subject=sums.enterprise,
        value=ibis.ifelse(is_normal, sums.readings, sums.sentinels).cast(_VALUE),
        status=ibis.ifelse(is_normal, ObservationStatus.NORMAL.value, ObservationStatus.ZERO_OR_MISSING.value),
    )
    return said.select(_ATTRIBUTED)


def unattributed(observations: ir.Table, splits: ir.Table) -> ir.Table:
    """Return what of the normal readings belongs to no enterprise, by `subject`, `indicator` and `unit`, for those subjects of which something is left.

    `value`: the sum that is left (decimal); `total`: the sum of all; `observations`: how many there are; `unlinked`: how many on days without any link. The
    rest of shares that sum to less than 1 is left, too.
    """
    by = ["subject", "indicator", "unit"]
    readings = observations.filter(observations.status == ObservationStatus.NORMAL.value)
    parts = _parts(readings, splits)
    given = parts.aggregate(by=by, given=exact_sum(parts.part), days=parts.count(where=parts.share_before == 0))
    all_of = readings.aggregate(by=by, total=exact_sum(readings.value), observations=readings.count())
    joined = all_of.left_join(given, by, rname="{name}_")
    left = joined.select(
        *by,
        "total",
        "observations",
        value=(joined.total - ibis.coalesce(joined.given, 0)).cast("decimal(38, 4)"),
        unlinked=joined.observations - ibis.coalesce(joined.days, 0),
    )
    return left.filter((left.value != 0) | (left.unlinked > 0))


def _parts(observations: ir.Table, splits: ir.Table) -> ir.Table:
    """Return one row for each observation and enterprise that has a share in it, with its exact `part`."""
    dated = splits.rename(linked_subject="subject", from_="valid_from", to_="valid_to")
    in_force = (dated.from_ <= observations.valid_at) & (dated.to_ >= observations.valid_at)
    joined = observations.inner_join(dated, [observations.subject == dated.linked_subject, in_force])
    whole = (joined.share_before == 0) & (joined.share_after == 1)
    upto = [(joined.value * share.cast(_SHARE)).cast(_VALUE) for share in (joined.share_before, joined.share_after)]
    return joined.mutate(part=ibis.ifelse(whole, joined.value, (upto[1] - upto[0]).cast(_VALUE)))

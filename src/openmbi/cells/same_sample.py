"""Growth between two periods over the same enterprises (同口径增速)."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import ibis.expr.types as ir

from openmbi.cells.amounts import exact_mean, exact_sum, share
from openmbi.core.periods import Period
from openmbi.core.tables import ObservationStatus


def same_sample_growth(
    observations: ir.Table,
    *,
    current: Period,
    reference: Period,
    minimum_valid_share: float = 0.8,
    by: Sequence[str] = (),
) -> ir.Table:
    """Return the growth of a total a day over the subjects that report well in both periods.

    A day is valid when its reading is plain; "zero or no reading" is not. A subject counts when at least `minimum_valid_share` of the days of each period
    are valid. It counts with its mean over its valid days: neither the length of a month nor a day without a reading is growth.

    Parameters
    ----------
    observations
        One indicator, at most one row for each `subject` and `valid_at`.
    by
        Further columns to group by; a subject that changes group is a subject of each of them.

    Returns
    -------
    ir.Table
        By `by`: `subjects` counted, their `current_value` and `reference_value` a day (decimals), `growth` (0.05 is 5 %; null where the reference is 0), and
        `load_share`: their share of the current value a day of all subjects.
    """
    subjects = _by_subject(observations, current, reference, [*by, "subject"])
    counted = _enough(subjects.current_days, current, minimum_valid_share) & _enough(
        subjects.reference_days, reference, minimum_valid_share
    )
    current_mean = exact_mean(subjects.current_sum, subjects.current_days)
    reference_mean = exact_mean(subjects.reference_sum, subjects.reference_days)
    sums = subjects.aggregate(
        by=list(by),
        subjects=counted.sum(),
        current_value=exact_sum(current_mean, where=counted),
        reference_value=exact_sum(reference_mean, where=counted),
        all_value=exact_sum(current_mean),
    )
    return sums.mutate(
        growth=share(sums.current_value, sums.reference_value) - 1,
        load_share=share(sums.current_value, sums.all_value),
    ).drop("all_value")


def _by_subject(observations: ir.Table, current: Period, reference: Period, keys: list[str]) -> ir.Table:
    valid = observations.filter(
        observations.status == ObservationStatus.NORMAL.value,
        _within(observations, current) | _within(observations, reference),
    )
    in_current, in_reference = _within(valid, current), _within(valid, reference)
    return valid.aggregate(
        by=keys,
        current_days=valid.count(where=in_current),
        reference_days=valid.count(where=in_reference),
        current_sum=exact_sum(valid.value, where=in_current),
        reference_sum=exact_sum(valid.value, where=in_reference),
    )


def _within(observations: ir.Table, period: Period) -> ir.BooleanValue:
    return observations.valid_at.between(period.first, period.last)


def _enough(days: ir.IntegerValue, period: Period, least: float) -> ir.BooleanValue:
    length = (period.last - period.first).days + 1
    return days >= ceil(round(least * length, 9))

"""Children to parents: county to city, industry group to division."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from collections.abc import Sequence

import ibis.expr.types as ir

from openmbi.cells.amounts import exact_sum
from openmbi.cells.dated_links import link_on_day


def roll_up(cells: ir.Table, membership: ir.Table, *, level: str, by: Sequence[str] = ()) -> ir.Table:
    """Return `value` of the parents: by `level` (now the parent), `valid_at` and `by`, the exact sum of the children's.

    A child without a parent on the day is summed under a null parent: the parents' sum is always the children's.

    Parameters
    ----------
    cells
        Rows with decimal `value`, `valid_at`, and the child in the column `level`.
    membership
        `child`, `parent`, `valid_from` and `valid_to` (both included; null: until now), rows of one child without overlap.
    """
    links = membership.select("child", "valid_from", "valid_to", parent_="parent")
    parts = link_on_day(cells, links, of=level, to="child").drop(level).rename({level: "parent_"})
    return parts.aggregate(by=[level, "valid_at", *by], value=exact_sum(parts.value))

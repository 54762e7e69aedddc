"""Dated links: what belonged to what, from a day to a day."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

UNTIL_NOW = date(9999, 12, 31)


def link_on_day(rows: ir.Table, links: ir.Table, *, of: str, to: str) -> ir.Table:
    """Return every row with the other columns of the link in force on its `valid_at`, null where there is none.

    Parameters
    ----------
    rows
        Any table with `valid_at` and the column `of`.
    links
        One row for each value of `to` and time in force: from `valid_from` to `valid_to`, both included; null `valid_to`: until now. Two links in force on one
        day repeat the row; `overlapping` finds them.

    Raises
    ------
    ibis.common.exceptions.IntegrityError
        Where the links bring a column that the rows have.
    """
    dated = links.rename(linked_=to, from_="valid_from", to_="valid_to")
    in_force = (dated.from_ <= rows.valid_at) & (ibis.coalesce(dated.to_, UNTIL_NOW) >= rows.valid_at)
    joined = rows.left_join(dated, [rows[of] == dated.linked_, in_force], rname="{name}")
    return joined.drop("linked_", "from_", "to_")


def overlapping(links: ir.Table, key: str) -> ir.Table:
    """Return `key` and `valid_from` of the links that begin while an earlier link of the same key is in force; no row where all is well."""
    ends = links.select(key, "valid_from", until_=ibis.coalesce(links.valid_to, UNTIL_NOW))
    earlier = ibis.window(group_by=key, order_by=["valid_from", "until_"], preceding=(None, 1))
    ends = ends.mutate(before_=ends.until_.max().over(earlier))
    return ends.filter(ends.before_ >= ends.valid_from).select(key, "valid_from").distinct()

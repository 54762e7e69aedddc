"""What a subject was on the day that a value is about: its place, industry, size class."""

# Ibis's annotations are narrower than what its methods accept:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false

from __future__ import annotations

from collections.abc import Sequence

import ibis.expr.types as ir

from openmbi.cells.dated_links import link_on_day


def assign(observations: ir.Table, register: ir.Table, attributes: Sequence[str]) -> ir.Table:
    """Return the observations with the attributes that their `subject` had on `valid_at`, null where the register says nothing.

    A move or a new industry code is a new row of the register: past cells keep the past assignment. A period counts as its first day, its `valid_at`.

    Parameters
    ----------
    observations
        Any table with `subject` and `valid_at`, without these attributes.
    register
        The enterprise register (`core.tables.ENTERPRISES`), its rows of one `enterprise` without overlap.
    """
    links = register.select("enterprise", "valid_from", "valid_to", *attributes)
    return link_on_day(observations, links, of="subject", to="enterprise")

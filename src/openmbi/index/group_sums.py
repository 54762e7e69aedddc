"""Sums over the members of every group on every day, from which its divisor and level follow."""

# Scipy says less of its sparse matrices than they can do:
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from openmbi.core.tables import Flags, Floats, IndexTerms
from openmbi.index.row_blocks import row_blocks
from openmbi.index.stint_rows import StintRows

ROWS = 2048


@dataclass(frozen=True)
class GroupSums:
    """Of G groups on T days, each (G, T), over the rows that are in the group on day t (its set): `load` Σwᵢvᵢₜ; `carried` Σwᵢvᵢ,ₜ₋₁ of the same set, 0 on the
    first day; `weight` Σwᵢ; `reported` Σwᵢ of those with a reading; `changed`: the set is not that of the day before.
    """

    load: Floats
    carried: Floats
    weight: Floats
    reported: Floats
    changed: Flags


@dataclass(frozen=True)
class _Block:
    """Some rows (m,) of the panel, which of the groups each belongs to (G, m), and on which days (m, T)."""

    rows: slice | NDArray[np.intp]
    belongs: sparse.csr_matrix
    inside: Flags


def group_sums(terms: IndexTerms, stints: StintRows, reported: Flags) -> GroupSums:
    """Return the sums of the groups. A row is in a group on the days on which it is a member and its stint there holds.

    Sparse products of groups × rows with dense rows × days, one block of rows after another. Where the set does not change, `carried` is the `load` of the day
    before to the last bit: the same figures are summed in the same order.
    """
    load, carried, weight, seen = (np.zeros((stints.count, len(terms.days))) for _ in range(4))
    changed = np.zeros(load.shape, bool)
    for block in _blocks(terms, stints):
        known = np.where(np.isnan(terms.relative[block.rows]), 0.0, terms.relative[block.rows])
        known *= terms.weight[block.rows, None]
        each = np.where(block.inside, terms.weight[block.rows, None], 0.0)
        load += block.belongs @ np.where(block.inside, known, 0.0)
        carried[:, 1:] += block.belongs @ np.where(block.inside[:, 1:], known[:, :-1], 0.0)
        weight += block.belongs @ each
        seen += block.belongs @ np.where(reported[block.rows], each, 0.0)
        changed[:, 1:] |= (block.belongs @ _steps(block.inside)).toarray() > 0
    return GroupSums(load, carried, weight, seen, changed)


def _steps(inside: Flags) -> sparse.csr_matrix:
    """Return the days (m, T − 1), from the second on, on which a row comes or goes."""
    return sparse.csr_matrix((inside[:, 1:] != inside[:, :-1]).astype(np.intp))


def _blocks(terms: IndexTerms, stints: StintRows) -> Iterator[_Block]:
    """Yield the rows whose stints cover all of their membership, in blocks that all their groups share; then those that need a mask of days of their own."""
    covers = _covers_membership(terms, stints)
    whole, part = stints.of(covers), stints.of(~covers)
    for rows in row_blocks(len(terms.subjects), ROWS):
        here = slice(*np.searchsorted(whole.row, [rows.start, rows.stop]))
        belongs = _belongs(whole.group[here], whole.row[here] - rows.start, (stints.count, rows.stop - rows.start))
        yield _Block(rows, belongs, terms.member[rows])
    day = np.arange(len(terms.days))
    for some in row_blocks(len(part.row), ROWS):
        rows = part.row[some]
        inside = terms.member[rows] & (day >= part.first[some, None]) & (day < part.stop[some, None])
        yield _Block(rows, _belongs(part.group[some], np.arange(len(rows)), (stints.count, len(rows))), inside)


def _belongs(group: NDArray[np.intp], row: NDArray[np.intp], shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(group)), (group, row)), shape=shape)


def _covers_membership(terms: IndexTerms, stints: StintRows) -> Flags:
    """Return which stints (k,) hold on every day of their row's membership; a row that is never a member counts as covered."""
    member, days = terms.member, len(terms.days)
    ever = member.any(axis=1)
    begins = np.where(ever, member.argmax(axis=1), days)
    ends = np.where(ever, days - member[:, ::-1].argmax(axis=1), 0)
    return np.asarray((stints.first <= begins[stints.row]) & (stints.stop >= ends[stints.row]))

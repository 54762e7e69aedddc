"""The audit beside one that says everything in the plainest way: every record an unknown of its own, every viewer and side a programme of SciPy's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.rooms.cells.disclosure.tables import drawn, primary_alone

from openmbi.cells.disclosure.audit import audit, intervals
from openmbi.cells.disclosure.secondary import suppress
from openmbi.core.disclosure import DisclosureParameters, Suppression, TableSet

RULES = DisclosureParameters()


def plain_needs(tables: TableSet) -> dict[int, float]:
    """By sensitive cell how far its interval must reach: the three rules, said again."""
    needs: dict[int, float] = {}
    for cell, members in enumerate(tables.members):
        given = sorted((float(one) for one in tables.records.amount[members] if one), reverse=True)
        total, first, second = sum(given), *[*given, 0.0, 0.0][:2]
        reach = []
        if len(given) < 3:
            reach.append(0.1 * first)
        if first + second > 0.85 * total + 1e-9:
            reach.append((first + second) / 0.85 - total)
        if 0.1 * first > total - first - second + 1e-9:
            reach.append(0.1 * first - (total - first - second))
        if reach:
            needs[cell] = max(reach)
    return needs


def plain_interval(tables: TableSet, published: np.ndarray, cell: int, viewer: int | None) -> tuple[float, float]:
    """The lowest and highest value of a cell, record by record; each record is a respondent of its own."""
    records = len(tables.records.amount)
    told = np.zeros((int(published.sum()), records))
    for row, one in enumerate(np.flatnonzero(published)):
        told[row, tables.members[one]] = 1.0
    bounds = [(0.0, None)] * records
    if viewer is not None:
        own = float(tables.records.amount[viewer])
        bounds[viewer] = (own, own)
    cost = np.zeros(records)
    cost[tables.members[cell]] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        equal = {"A_eq": told, "b_eq": tables.value[published]} if len(told) else {}
        found = linprog(sign * cost, bounds=bounds, method="highs", **equal)
        ends.append(np.inf * -sign if found.status == 3 else sign * found.fun)
    return ends[0], ends[1]


def largest_of_each_place(tables: TableSet) -> list[int]:
    """The respondents who know most: of those who stand in the same cells the largest knows more than the others."""
    places: dict[tuple[int, ...], int] = {}
    for one, amount in enumerate(tables.records.amount):
        cells = tuple(cell for cell, members in enumerate(tables.members) if one in members)
        if cells not in places or amount > tables.records.amount[places[cells]]:
            places[cells] = one
    return list(places.values())


def plain_violations(tables: TableSet, pattern: Suppression) -> set[tuple[str, ...]]:
    """The cells that an outsider or somebody without a part in them can work out too closely."""
    found = set()
    for cell, reach in plain_needs(tables).items():
        value = float(tables.value[cell])
        for viewer in [None, *largest_of_each_place(tables)]:
            if viewer is not None and viewer in tables.members[cell]:
                continue
            low, high = plain_interval(tables, pattern.published, cell, viewer)
            if high < value + reach * (1 - 1e-4) or low > value - min(reach, value) * (1 - 1e-4):
                found.add(tables.names[cell][1])
    return found


@pytest.mark.parametrize("seed", [0, 2])
def test_the_audit_finds_what_plain_programmes_find(seed: int):
    tables = drawn(seed, (3, 3))
    positive = tables.records.amount > 0
    assert positive.all()
    pattern = suppress([tables], RULES)
    assert set(plain_needs(tables)) == set(pattern.rules)
    holes = np.flatnonzero(~pattern.published)
    patterns = [pattern, primary_alone(pattern)]
    for hole in holes[:2]:  # a pattern from which one cell was given away
        shown = pattern.published.copy()
        shown[hole] = True
        patterns.append(Suppression.of_flags(shown))
    leaking = 0
    for one in patterns:
        audited = audit([tables], one, RULES)
        outside = {
            each.key
            for each in audited.violations
            if each.seen_by < 0 or each.seen_by not in tables.members[tables.names.index((each.table, each.key))]
        }
        assert outside == plain_violations(tables, one)
        leaking += bool(outside)
    assert leaking


@pytest.mark.parametrize("seed", range(3))
def test_intervals_are_those_of_plain_programmes(seed: int):
    tables = drawn(seed + 50, (3, 4))
    pattern = suppress([tables], RULES)
    told = intervals([tables], pattern)[0]
    compared = 0
    for cell, interval in told.items():
        low, high = plain_interval(tables, pattern.published, cell, None)
        assert interval.low == pytest.approx(low, rel=1e-6, abs=1e-5)
        if np.isfinite(high):
            assert interval.high == pytest.approx(high, rel=1e-6, abs=1e-5)
            compared += 1
    assert compared >= 3


def test_a_fault_of_the_suppression_is_found(monkeypatch: pytest.MonkeyPatch):
    """The audit shares no matrix with the suppression: one that forgets a relation is caught."""
    from openmbi.cells.disclosure import secondary  # noqa: PLC0415  patched here alone

    tables = drawn(2, (4, 4))
    whole = secondary.relations

    def forgetful(layers: list[TableSet]):
        found = whole(layers)
        sums = found.sums.tolil()
        totals = [cell for cell, (_, key) in enumerate(tables.names) if key.count("all") == 1]
        for cell in totals:
            sums[cell, :] = 0
        return replace(found, sums=sums.tocsr())

    monkeypatch.setattr(secondary, "relations", forgetful)
    assert not audit([tables], suppress([tables], RULES), RULES).passed

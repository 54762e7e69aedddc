"""The pattern and its audit: what primary alone would tell, the single respondent, several layers, earlier releases, rounding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.rooms.cells.disclosure.tables import cube, drawn, number_of, primary_alone, square

from openmbi.cells.disclosure import gathering, secondary
from openmbi.cells.disclosure.audit import audit, intervals
from openmbi.cells.disclosure.secondary import suppress
from openmbi.core.disclosure import CellState, DisclosureParameters, Suppression, TableSet

RULES = DisclosureParameters()
FOUR = [10.0, 11, 12, 13]
ONE_SENSITIVE = [[[90.0], FOUR, FOUR], [FOUR, FOUR, FOUR], [FOUR, FOUR, FOUR]]


def test_primary_alone_is_worked_out_and_the_pattern_is_not():
    tables = square(ONE_SENSITIVE)
    pattern = suppress([tables], RULES)
    alone = audit([tables], primary_alone(pattern), RULES)
    assert [violation.key for violation in alone.violations] == [("0", "0")] * 2
    assert alone.violations[0].low == pytest.approx(90)
    assert audit([tables], pattern, RULES).passed
    assert pattern.state.count(CellState.SECONDARY) == 3
    assert pattern.state[number_of(tables, "all", "all")] is CellState.PUBLISHED


def test_single_respondent_of_a_secondary_cell_cannot_undo_the_pattern():
    # Two single respondents in a row would tell each other: a third cell must go too.
    tables = square([[[90.0], [80.0], FOUR, FOUR], [FOUR, FOUR, FOUR, FOUR], [FOUR, FOUR, FOUR, FOUR]])
    pattern = suppress([tables], RULES)
    first_row = [pattern.state[number_of(tables, "0", str(column))] for column in range(4)]
    assert first_row.count(CellState.PUBLISHED) < 2
    undone = tuple(
        CellState.PUBLISHED if one is CellState.SECONDARY and key[0] == "0" else one
        for one, (_, key) in zip(pattern.state, tables.names, strict=True)
    )
    found = audit([tables], Suppression(undone, pattern.rules), RULES)
    assert {violation.seen_by for violation in found.violations} >= {0, 1}
    assert audit([tables], pattern, RULES).passed


def test_interval_of_every_sensitive_cell_covers_its_protection():
    tables = drawn(3, (5, 5))
    pattern = suppress([tables], RULES)
    told = intervals([tables], pattern)[0]
    for cell in pattern.rules:
        largest = max(tables.records.amount[tables.members[cell]])
        value = tables.value[cell]
        assert told[cell].high >= value + (0.1 * largest - (value - largest)) - 1e-3


def test_one_pattern_protects_every_layer():
    first = square(ONE_SENSITIVE)
    amount = first.records.amount.copy()
    amount[first.members[number_of(first, "2", "2")][0]] = 900.0
    second = replace(first, records=replace(first.records, amount=amount))
    pattern = suppress([first, second], RULES)
    assert audit([first, second], pattern, RULES).passed
    assert not audit([first, second], suppress([first], RULES), RULES).passed


def test_what_was_published_before_is_reckoned_with():
    tables = square(ONE_SENSITIVE)
    pattern = suppress([tables], RULES)
    shown = [tables.members[cell] for cell in np.flatnonzero(pattern.published)]
    hidden = [tables.members[cell] for cell in np.flatnonzero(~pattern.published)]
    keys = [tuple(str(number) for number in (place,)) for place in range(len(tables.value))]
    before = (
        replace(tables.tables[0], name="published", keys=tuple(keys[: len(shown)]), members=tuple(shown), given=True),
        replace(tables.tables[0], name="hidden", keys=tuple(keys[: len(hidden)]), members=tuple(hidden), withheld=True),
    )
    # This time another cell would be cheaper to hold back; with what is out already that would tell the first one.
    again = TableSet(tables.records, (tables.tables[0], *before))
    made = suppress([again], RULES)
    assert audit([again], made, RULES).passed
    swapped = [not pattern.published[cell] for cell in range(len(tables.value))]
    other = np.concatenate([np.array(swapped), [True] * len(shown), [False] * len(hidden)])
    other[number_of(tables, "0", "0")] = False
    found = audit([again], Suppression.of_flags(other), RULES)
    assert not found.passed


def test_what_was_told_before_cannot_be_mended_and_is_named():
    tables = square(ONE_SENSITIVE)
    given = replace(tables.tables[0], name="published", given=True)
    again = TableSet(tables.records, (tables.tables[0], given))
    found = audit([again], suppress([again], RULES), RULES)
    assert found.passed
    assert found.told_before == (("cube", ("0", "0")),)


def test_rounded_values_tell_less():
    tables = square(ONE_SENSITIVE)
    alone = primary_alone(suppress([tables], RULES))
    rounded = replace(tables, tables=(replace(tables.tables[0], rounding=50.0),))
    exact, wide = (intervals([one], alone)[0][number_of(tables, "0", "0")] for one in (tables, rounded))
    assert exact.high - exact.low == pytest.approx(0, abs=1e-6)
    assert wide.high - wide.low >= 50


def test_negative_amounts():
    places = np.array([(row, column) for row in range(3) for column in range(3) for _ in range(4)])
    amount = np.tile([10.0, -11, 12, 13], 9)
    amount[:4] = [-90, 0, 0, 0]
    tables = replace(cube(places, amount), nonnegative=False)
    pattern = suppress([tables], RULES)
    assert pattern.state[number_of(tables, "0", "0")] is CellState.PRIMARY
    assert audit([tables], pattern, RULES).passed


def test_many_needs_are_served_as_well(monkeypatch: pytest.MonkeyPatch):
    tables = drawn(5, (6, 6))
    monkeypatch.setattr(gathering, "FEWEST", 1)
    monkeypatch.setattr(secondary, "MOST_TRIALS", 0)
    many = suppress([tables], RULES)
    assert audit([tables], many, RULES).passed
    assert not audit([tables], primary_alone(many), RULES).passed

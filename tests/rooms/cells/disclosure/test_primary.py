"""Which cells are sensitive: threshold, dominance, p %, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.rooms.cells.disclosure.tables import number_of, square

from openmbi.cells.disclosure.primary import reach_against, sensitivity
from openmbi.core.disclosure import DisclosureParameters, Records, SensitivityRule, Table, TableSet

RULES = DisclosureParameters()


def one_cell(*amounts: float, nonnegative: bool = True) -> TableSet:
    members = (np.arange(len(amounts)),)
    table = Table("t", ("d",), (("c",),), members)
    return TableSet(Records(np.arange(len(amounts)), np.array(amounts)), (table,), nonnegative)


@pytest.mark.parametrize(
    ("amounts", "rules"),
    [
        ((10, 10, 10, 10), set()),
        ((10, 10), {"threshold", "dominance", "p_percent"}),
        ((50, 40, 10), {"dominance"}),
        ((100, 50, 9), {"dominance", "p_percent"}),
        ((50, 35, 15), set()),
        ((50, 50, 0, 0), {"threshold", "dominance", "p_percent"}),
        ((0, 0, 0), {"threshold"}),
        ((-50, 40, -10), {"dominance"}),
    ],
)
def test_rules_by_hand(amounts: tuple[float, ...], rules: set[str]):
    found = sensitivity(one_cell(*amounts, nonnegative=min(amounts) >= 0), RULES)
    assert {str(rule) for rule in found.rules.get(0, ())} == rules


def test_protection_levels():
    # p %: 10 − (159 − 150) = 1; dominance: 150/0.85 − 159 = 17.47: the larger one counts
    assert sensitivity(one_cell(100, 50, 9), RULES).protection[0] == pytest.approx(150 / 0.85 - 159)
    assert sensitivity(one_cell(100), RULES).protection[0] == pytest.approx(100 / 0.85 - 100)
    assert sensitivity(one_cell(10, 10, 10, 10), RULES).protection[0] == 0


def test_records_of_one_respondent_are_one_contribution():
    table = Table("t", ("d",), (("c",),), (np.arange(4),))
    tables = TableSet(Records(np.array([0, 0, 0, 1]), np.array([10.0, 10, 10, 10])), (table,))
    assert SensitivityRule.THRESHOLD in sensitivity(tables, RULES).rules[0]


def test_what_a_respondent_may_see_of_its_own_cell():
    assert reach_against({1: 100.0, 2: 50.0, 3: 9.0}, 2, 17.0, 10.0) == pytest.approx(10 - 9)
    assert reach_against({1: 100.0, 2: 50.0, 3: 9.0}, 7, 17.0, 10.0) == 17.0
    assert reach_against({1: 100.0}, 1, 17.0, 10.0) == 0.0


def test_cell_without_records_is_not_sensitive():
    tables = square([[[5, 5, 5, 5], []], [[5, 5, 5, 5], [5, 5, 5, 5]]])
    assert not sensitivity(tables, RULES).rules
    assert ("0", "1") not in [key for _, key in tables.names]
    assert number_of(tables, "all", "all") >= 0

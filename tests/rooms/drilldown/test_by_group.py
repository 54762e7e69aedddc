from decimal import Decimal

import numpy as np
import pytest

from openmbi.core.periods import parse_period
from openmbi.core.tables import Level, Stints
from openmbi.drilldown.by_group import by_group
from openmbi.drilldown.contributions import contributions
from openmbi.drilldown.node_document import find

FEBRUARY = parse_period("2016-02")  # days 2 to 4; its opening close is that of day 1


def stints(level: Level, groups: str, *spells: tuple[int, int, int, int]) -> Stints:
    row, group, first, stop = np.array(spells, np.intp).reshape(-1, 4).T
    return Stints(level, np.array(groups.split()), row, group, first, stop)


def at(root, *path: str) -> Decimal:
    found = find(root, path)
    assert found is not None
    return found.points


def test_city_then_industry_then_enterprise(index):
    terms, series = index([[50, 60, 62, 59, 55], [50, 40, 40, 40, 41.5]])
    cities = stints(Level.CITY, "440100 440600", (0, 1, 0, 5), (1, 0, 0, 5))
    industries = stints(Level.INDUSTRY, "C13", (0, 0, 0, 5), (1, 0, 0, 5))
    root = by_group(terms, series, FEBRUARY, [cities, industries])
    assert (root.level, root.code, root.points) == (Level.ZONE, "town", Decimal("-3.50"))
    assert at(root, "440600") == at(root, "440600", "C13") == at(root, "440600", "C13", "s0") == Decimal("-5.0000")
    assert at(root, "440100") == Decimal("1.5000")
    assert [part.level for part in root.parts] == ["city", "city", "entry_and_exit", "rounding"]


def test_who_moved_counts_each_day_in_the_group_of_that_day(index):
    terms, series = index([[50, 60, 62, 59, 55]])
    cities = stints(Level.CITY, "a b", (0, 0, 0, 3), (0, 1, 3, 5))
    root = by_group(terms, series, FEBRUARY, [cities])
    assert (at(root, "a", "s0"), at(root, "b", "s0")) == (Decimal(2), Decimal(-7))  # +2 in a, −3 and −4 in b
    industries = stints(Level.INDUSTRY, "C13 C14", (0, 0, 0, 4), (0, 1, 4, 9))
    root = by_group(terms, series, FEBRUARY, [cities, industries])
    assert (at(root, "a", "C13"), at(root, "b", "C13"), at(root, "b", "C14")) == (2, -3, -4)


def test_days_in_no_group_stand_under_an_empty_code(index):
    terms, series = index([[50, 60, 62, 59, 55], [1, 1, 1, 1, 2]])
    root = by_group(terms, series, FEBRUARY, [stints(Level.CITY, "a b", (0, 0, 3, 4), (0, 1, 4, 5))])
    assert (at(root, "", "s0"), at(root, "a"), at(root, "b"), at(root, "", "s1")) == (2, -3, -4, 1)


def test_it_is_the_change_of_the_plain_lines(index):
    member = [[1, 1, 1], [0, 0, 1], [1, 1, 0], [0, 0, 0]]
    terms, series = index([[60, 60, 63], [5, 10, 10], [30, 30, 30], [1, 1, 1]], member, [1, 1, 70 / 90])
    period = parse_period("2016-02-01")
    root, plain = by_group(terms, series, period, []), contributions(terms, series, period)
    assert root.points == plain.change
    assert [(part.code, part.points) for part in root.parts] == [(line.subject, line.points) for line in plain.lines]


def test_two_groups_of_one_level_at_once_are_refused(index):
    overlapping = stints(Level.CLUSTER, "a b", (0, 0, 0, 4), (0, 1, 3, 5))
    with pytest.raises(ValueError, match="two groups of the level cluster"):
        by_group(*index([[50, 60, 62, 59, 55]]), FEBRUARY, [overlapping])

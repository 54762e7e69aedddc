from dataclasses import replace

from tests.rooms.alerts.cases.worked import alerting, later, opened

from openmbi.alerts.cases.grouping import grouped
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.alerts import Direction
from openmbi.core.cases import CaseState
from openmbi.core.tables import Colour, Level


def test_cases_of_one_owner_and_cell_are_one_group(rules: CaseParameters):
    one = replace(opened(alerting("A", colour=Colour.YELLOW), rules, industry="C391"), number=1)
    two = replace(opened(alerting("B"), rules, at=1), number=2)
    three = replace(one, number=3, subject="C", place="440111", covered_by=(Level.CELL, "440100-C39"), due_at=None)
    cell = replace(opened(alerting("440100-C39", Level.CELL), rules, at=2, place="440100"), number=4)
    (group,) = grouped([one, two, three, cell])
    assert (group.owner, group.city, group.industry) == ("guangzhou", "440100", "C39")
    assert [case.number for case in group.cases] == [4, 2, 1]
    assert group.muted == (three,)
    assert group.lead == cell


def test_other_owner_city_industry_or_direction_is_another_group(rules: CaseParameters):
    first = replace(opened(alerting("A"), rules), number=1)
    others = [
        replace(first, number=2, owner=None),
        replace(first, number=3, place="440305"),
        replace(first, number=4, industry="C13"),
        replace(first, number=5, newest=alerting("A", direction=Direction.UP)),
        replace(first, number=6, place="town", industry=None),
        replace(first, number=7, state=CaseState.CLOSED),
    ]
    groups = grouped([first, *others])
    assert sorted(case.number for group in groups for case in group.cases) == [1, 2, 3, 4, 5, 6]
    assert [len(group.cases) for group in groups] == [1] * 6


def test_the_most_pressing_group_comes_first(rules: CaseParameters):
    calm = replace(opened(alerting("A", colour=Colour.YELLOW), rules), number=1)
    late = replace(opened(alerting("B"), rules, industry="C13"), number=2, due_at=later(-3))
    red = replace(opened(alerting("C"), rules, industry="C14"), number=3)
    assert [group.lead.number for group in grouped([calm, red, late])] == [2, 3, 1]

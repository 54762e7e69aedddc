from datetime import date
from typing import Any

import pytest

from openmbi.catalog.case_rules import CaseRules, load_case_rules
from openmbi.core.owners import Role
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level

TODAY = date(2026, 1, 5)


def content() -> dict[str, Any]:
    return load_case_rules(None).model_dump()


def changed(**fields: Any) -> dict[str, Any]:
    whole = content()
    return whole | {"parameters": [whole["parameters"][0] | fields]}


def test_every_level_has_its_clock():
    rules = load_case_rules(None).in_force(TODAY)
    for level in Level:
        red, yellow = rules.limits(level, Colour.RED), rules.limits(level, Colour.YELLOW)
        assert all(
            soon <= late for soon, late in zip(red.model_dump().values(), yellow.model_dump().values(), strict=True)
        )
    assert rules.limits(Level.CELL, Colour.ORANGE) == rules.limits(Level.CELL, Colour.YELLOW)
    assert rules.clock(Level.ENTERPRISE).first_office is Role.COUNTY


def test_a_past_before_the_first_entry_has_rules_too():
    rules = load_case_rules(None)
    assert rules.in_force(date(1999, 1, 1)) == rules.parameters[0]


def test_a_later_entry_holds_from_its_day():
    whole = content()
    later = whole["parameters"][0] | {"valid_from": date(2027, 1, 1), "close_days": 6}
    rules = CaseRules.model_validate(whole | {"parameters": [*whole["parameters"], later]})
    assert [rules.in_force(day).close_days for day in (date(2026, 12, 31), date(2027, 1, 1))] == [7, 6]
    with pytest.raises(ValueError, match="rising"):
        CaseRules.model_validate(whole | {"parameters": [later, *whole["parameters"]]})


def test_what_contradicts_itself_is_refused():
    clocks = content()["parameters"][0]["clocks"]
    with pytest.raises(ValueError, match="not so: zone"):
        CaseRules.model_validate(changed(clocks=clocks[:-1]))
    with pytest.raises(ValueError, match="not so: county"):
        CaseRules.model_validate(changed(clocks=[*clocks, clocks[1]]))
    with pytest.raises(ValueError, match="fewer than close_days"):
        CaseRules.model_validate(changed(close_days=8, recover_days=7))
    with pytest.raises(ValueError, match="lasting"):
        CaseRules.model_validate(changed(lasting_causes=["no_event"]))
    with pytest.raises(ValueError, match="first_office"):
        CaseRules.model_validate(changed(clocks=[clocks[0] | {"first_office": "enterprise"}, *clocks[1:]]))


def test_a_catalog_without_them_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr("openmbi.catalog.loader.SHIPPED", tmp_path)
    with pytest.raises(Problem) as caught:
        load_case_rules(None)
    assert caught.value.code == "catalog.missing"

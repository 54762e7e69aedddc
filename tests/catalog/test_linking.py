from datetime import date

import pytest

from openmbi.catalog.linking import LinkingRules, load_linking
from openmbi.core.problems import Problem


def test_the_shipped_rules_are_in_force_from_the_start():
    rules = load_linking(None)
    assert rules.code == "rules"
    assert rules.in_force(date(2024, 1, 1)).candidates == 3


def test_links_of_an_older_past_have_rules_too():
    rules = load_linking(None)
    assert rules.in_force(date(1999, 1, 1)) == rules.parameters[0]


def test_a_later_entry_holds_from_its_day():
    content = load_linking(None).model_dump()
    later = content["parameters"][0] | {"valid_from": date(2025, 1, 1), "link_by_name": False}
    rules = LinkingRules.model_validate(content | {"parameters": [*content["parameters"], later]})
    assert [rules.in_force(day).link_by_name for day in (date(2024, 12, 31), date(2025, 1, 1))] == [True, False]
    with pytest.raises(ValueError, match="rising"):
        LinkingRules.model_validate(content | {"parameters": [later, *content["parameters"]]})


def test_a_catalog_without_them_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr("openmbi.catalog.loader.SHIPPED", tmp_path)
    with pytest.raises(Problem) as caught:
        load_linking(None)
    assert caught.value.code == "catalog.missing"

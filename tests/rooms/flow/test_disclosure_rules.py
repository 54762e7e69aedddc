"""The rules of disclosure control are those of the day that a release is about, from the catalog pinned with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml

from openmbi.catalog.disclosure import DisclosureRules, load_disclosure
from openmbi.catalog.loader import SHIPPED
from openmbi.cells.disclosure.primary import sensitivity
from openmbi.core.disclosure import Records, Table, TableSet

FOUR = TableSet(Records(np.arange(4), np.array([30.0, 28, 26, 25])), (Table("t", ("d",), (("c",),), (np.arange(4),)),))


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """A catalog in which a cell needs five contributors from June 2025 on."""
    content = yaml.safe_load((SHIPPED / "disclosure" / "rules.yml").read_text(encoding="utf-8"))
    first = content["parameters"][0]
    content["parameters"].append(first | {"valid_from": date(2025, 6, 1), "least_contributors": 5})
    folder = tmp_path / "catalog" / "disclosure"
    folder.mkdir(parents=True)
    (folder / "rules.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return tmp_path / "catalog"


def is_sensitive(rules: DisclosureRules, day: date) -> bool:
    return bool(sensitivity(FOUR, rules.in_force(day).parameters).rules)


def test_a_past_day_has_the_parameters_of_its_day(overlay: Path):
    rules = load_disclosure(overlay)
    assert not is_sensitive(rules, date(2025, 5, 31))
    assert is_sensitive(rules, date(2025, 6, 1))
    assert not is_sensitive(load_disclosure(None), date(2025, 6, 1))


def test_before_the_first_entry_the_first_holds(overlay: Path):
    assert load_disclosure(overlay).in_force(date(2000, 1, 1)).least_contributors == 3

from datetime import date
from pathlib import Path

import pytest

from openmbi.catalog.lights import LightRule, change_rule_of, load_change_rules
from openmbi.catalog.loader import SHIPPED, load_all
from openmbi.catalog.palettes import Palette
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level

RULES = load_change_rules(None)


def bounds(name: str) -> list[tuple[Colour, float, float]]:
    return [(bound.code, bound.open, bound.close) for bound in RULES[name].thresholds[0].bounds]


def test_shipped_rules_hold_the_first_catalog_values():
    zone, enterprise = RULES["zone_activity"], RULES["enterprise_activity"]
    assert bounds("zone_activity") == [(Colour.YELLOW, -0.05, -0.025), (Colour.RED, -0.10, -0.05)]
    assert bounds("enterprise_activity") == [(Colour.YELLOW, -0.25, -0.125), (Colour.RED, -0.50, -0.25)]
    assert (zone.recent_days, zone.reference_days) == (28, 28)
    assert (enterprise.recent_days, enterprise.reference_days, enterprise.idle_red_days) == (7, 90, 30)
    assert all((rule.minimum_coverage, rule.minimum_history_days) == (0.8, 90) for rule in RULES.values())


def test_every_rule_has_the_code_of_its_file_and_a_palette():
    palettes = load_all(Palette, "palettes", None)
    assert all(rule.code == name and rule.palette in palettes for name, rule in RULES.items())
    assert all(palettes[rule.palette].polarity is rule.polarity for rule in RULES.values())


def test_thresholds_in_force_are_the_latest_of_the_past():
    rule = RULES["zone_activity"]
    later = rule.thresholds[0].model_copy(update={"valid_from": date(2016, 1, 1)})
    dated = rule.model_copy(update={"thresholds": (*rule.thresholds, later)})
    assert dated.in_force(date(2014, 12, 31)) is None
    assert dated.in_force(date(2015, 12, 31)) is rule.thresholds[0]
    assert dated.in_force(date(2016, 1, 1)) is later


@pytest.mark.parametrize(
    ("kind", "name", "now", "then"),
    [
        ("lights", "zone_activity", "open: -0.05, close: -0.025", "open: -0.05, close: -0.06"),
        ("lights", "zone_activity", "open: -0.10, close: -0.05", "open: -0.04, close: -0.03"),
        ("lights", "zone_activity", "colour: yellow", "colour: red"),
        ("lights", "zone_activity", "colour: red", "colour: blue"),
        ("lights", "zone_activity", "colour: red", "colour: green"),
        ("lights", "meso_activity", "cluster]", "enterprise]"),
        ("lights", "meso_activity", "cluster]", "galaxy]"),
        ("lights", "enterprise_activity", "idle_red_days: 30", "idle_red_days: 30\nnote_below_members: 3"),
        ("lights", "zone_activity", "level: zone", "level: enterprise"),
        ("lights", "enterprise_activity", "level: enterprise", "level: zone"),
        ("lights", "zone_activity", "polarity: risk", "polarity: cycle5"),
        ("palettes", "risk", "shape: ▲", "shape: ●"),
        ("palettes", "risk", "en: R", "en: G"),
        ("palettes", "risk", "'#8e1b1b'", "red"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path: Path, kind, name, now, then):
    text = (SHIPPED / kind / f"{name}.yml").read_text(encoding="utf-8")
    assert now in text
    (tmp_path / kind).mkdir()
    (tmp_path / kind / f"{name}.yml").write_text(text.replace(now, then), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        load_change_rules(tmp_path) if kind == "lights" else load_all(Palette, kind, tmp_path)
    assert caught.value.code == "catalog.invalid"


def test_thresholds_are_listed_by_rising_dates():
    rule = RULES["zone_activity"].model_dump()
    with pytest.raises(ValueError, match="rising valid_from"):
        LightRule.model_validate(rule | {"thresholds": rule["thresholds"] * 2})


@pytest.mark.parametrize("level", Level)
def test_every_level_has_one_rule(level: Level):
    assert level in change_rule_of(level, RULES).levels


@pytest.mark.parametrize("rules", [{}, dict(RULES) | {"second": RULES["meso_activity"]}])
def test_no_rule_or_two_for_a_level_are_told(rules):
    with pytest.raises(Problem) as caught:
        change_rule_of(Level.CITY, rules)
    assert caught.value.code == "catalog.level-rule"

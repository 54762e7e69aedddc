from datetime import date
from pathlib import Path

import pytest

from openmbi.catalog.lights import LightRule, load_change_rules
from openmbi.catalog.loader import SHIPPED, load_all
from openmbi.catalog.palettes import Palette
from openmbi.catalog.score_lights import ScoreRule, load_score_rules
from openmbi.catalog.shown import check_shown
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Polarity

CYCLE5 = load_score_rules(None)["cycle5"]
PALETTES = load_all(Palette, "palettes", None)
EVERY_RULE: dict[str, LightRule | ScoreRule] = {**load_change_rules(None), **load_score_rules(None)}


def test_every_light_rule_is_of_one_kind():
    assert set(EVERY_RULE) == {file.stem for file in (SHIPPED / "lights").glob("*.yml")}
    assert not set(load_change_rules(None)) & set(load_score_rules(None))


@pytest.mark.parametrize("name", EVERY_RULE)
def test_every_rule_has_the_code_of_its_file_and_a_palette_that_shows_it(name: str):
    rule = EVERY_RULE[name]
    assert rule.code == name
    check_shown(PALETTES[rule.palette], rule)


def test_cycle5_holds_the_published_cut_offs():
    cut_offs = CYCLE5.in_force(date(2025, 9, 1))
    assert cut_offs
    assert [(band.code, band.at_least) for band in cut_offs.bands] == [
        (Colour.BLUE, 9),
        (Colour.YELLOW_BLUE, 17),
        (Colour.GREEN, 23),
        (Colour.YELLOW_RED, 32),
        (Colour.RED, 38),
    ]
    assert cut_offs.highest == 45
    assert CYCLE5.polarity is Polarity.CYCLE5
    assert CYCLE5.in_force(date(1983, 12, 31)) is None


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [
        ("at_least: 17", "at_least: 9", "rising at_least"),
        ("at_least: 38", "at_least: 46", "highest"),
        ("at_least: 38", "at_least: .nan", "finite"),
        ("colour: green", "colour: no_data", "colour"),
        ("colour: green", "colour: yellow", "no colour yellow"),
        ("colour: green", "colour: blue", "order of the polarity"),
        ("colour: yellow_red", "colour: red", "order of the polarity"),
        ("polarity: cycle5", "polarity: risk", "no colour"),
        ("kind: score", "kind: guess", "kind"),
        ("highest: 45", "", "highest"),
        ("at_least: 17", "at_least: null", "first band only"),
        ("colour: blue, at_least: 9", "colour: blue", "at_least"),
        ("palette: cycle5", "palette: cycle5\nwords: {value: {zh: 分, en: a score}}", "once in each language"),
    ],
)
def test_a_wrong_score_rule_is_refused(tmp_path: Path, now: str, then: str, told: str):
    text = (SHIPPED / "lights/cycle5.yml").read_text(encoding="utf-8")
    assert now in text
    (tmp_path / "lights").mkdir()
    (tmp_path / "lights/cycle5.yml").write_text(text.replace(now, then), encoding="utf-8")
    with pytest.raises(Problem, match=told) as caught:
        load_score_rules(tmp_path)
    assert caught.value.code == "catalog.invalid"


def test_cycle_colours_run_from_cold_to_hot_and_risk_colours_either_way():
    cut_offs = CYCLE5.model_dump()["cut_offs"][0]
    colours = ["red", "orange", "blue", "green"]
    down = {**cut_offs, "bands": [{"colour": one, "at_least": k} for k, one in enumerate(colours)]}
    up = {**cut_offs, "bands": [{"colour": one, "at_least": k} for k, one in enumerate(reversed(colours))]}
    risk = {**CYCLE5.model_dump(), "polarity": "risk"}
    assert (
        ScoreRule.model_validate({**risk, "cut_offs": [down]}).colours
        == ScoreRule.model_validate({**risk, "cut_offs": [up]}).colours
    )
    backwards = [{"colour": "red", "at_least": 0}, {"colour": "blue", "at_least": 1}]
    with pytest.raises(ValueError, match="order of the polarity"):
        ScoreRule.model_validate({**CYCLE5.model_dump(), "cut_offs": [{**cut_offs, "bands": backwards}]})


def test_cut_offs_are_listed_by_rising_dates():
    rule = CYCLE5.model_dump()
    with pytest.raises(ValueError, match="rising valid_from"):
        ScoreRule.model_validate(rule | {"cut_offs": rule["cut_offs"] * 2})


def test_a_palette_that_cannot_show_a_rule_is_named():
    with pytest.raises(Problem, match="yellow_blue, yellow_red") as caught:
        check_shown(PALETTES["risk"], CYCLE5)
    assert caught.value.code == "catalog.palette"
    without_green = PALETTES["cycle5"].model_copy(update={"green": None})
    with pytest.raises(Problem, match="lacks green"):
        check_shown(without_green, CYCLE5)


def test_a_palette_has_no_colour_that_its_polarity_does_not_know():
    content = PALETTES["cycle5"].model_dump()
    with pytest.raises(ValueError, match="no colour yellow_red, yellow_blue"):
        Palette.model_validate(content | {"polarity": "risk"})

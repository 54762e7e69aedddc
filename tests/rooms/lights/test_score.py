import numpy as np
import pytest

from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.catalog.score_lights import CutOffs, ScoreRule, load_score_rules
from openmbi.catalog.shown import check_shown
from openmbi.core.tables import Colour, Lights, Polarity
from openmbi.lights.score import score_lights
from openmbi.lights.score_reasons import score_reason_text

RULE = load_score_rules(None)["cycle5"]
RED, YELLOW_RED, GREEN, YELLOW_BLUE, BLUE, NO_DATA = (
    Colour.RED,
    Colour.YELLOW_RED,
    Colour.GREEN,
    Colour.YELLOW_BLUE,
    Colour.BLUE,
    Colour.NO_DATA,
)


def lights_of(*scores: float, first: str = "2020-01", rule: ScoreRule = RULE) -> Lights:
    months = np.arange(np.datetime64(first), np.datetime64(first) + len(scores)).astype("datetime64[D]")
    return score_lights(np.array([scores], float), np.array(["province"]), months, rule)


@pytest.mark.parametrize(
    ("lowest", "highest", "colour"),
    [(9, 16, BLUE), (17, 22, YELLOW_BLUE), (23, 31, GREEN), (32, 37, YELLOW_RED), (38, 45, RED)],
)
def test_both_ends_of_every_band_belong_to_it(lowest: float, highest: float, colour: Colour):
    assert lights_of(lowest, highest).colour.tolist() == [[colour, colour]]


def test_a_broken_score_belongs_to_the_band_that_it_has_reached():
    assert lights_of(16.5, 16.999, 17.0, 44.9).colour.tolist() == [[BLUE, BLUE, YELLOW_BLUE, RED]]


def test_no_score_or_one_off_the_scale_has_no_colour():
    lights = lights_of(np.nan, 8.99, 45.01, np.inf, -np.inf)
    assert lights.colour.tolist() == [[NO_DATA] * 5]
    told = [lights.reasons[code] for code in lights.reason[0]]
    assert told == ["no_score", "off_scale", "off_scale", "off_scale", "off_scale"]


def test_each_period_is_judged_by_the_cut_offs_in_force_on_its_first_day():
    first = RULE.cut_offs[0].model_dump(mode="json")
    bands = [{"colour": "blue", "at_least": 0}, {"colour": "green", "at_least": 10}, {"colour": "red", "at_least": 20}]
    later = CutOffs.model_validate(first | {"valid_from": "2020-02-01", "bands": bands, "highest": 30})
    rule = RULE.model_copy(update={"cut_offs": (*RULE.cut_offs, later)})
    lights = lights_of(23, 23, 40, rule=rule)
    assert lights.colour.tolist() == [[GREEN, RED, NO_DATA]]
    assert score_reason_text(lights, 0, 1, rule).en == "a score of 23, in the band 20 ≤ … ≤ 30"


def test_before_the_first_cut_offs_there_is_no_light():
    lights = lights_of(25, 25, first="1983-12")
    assert lights.colour.tolist() == [[NO_DATA, GREEN]]
    assert score_reason_text(lights, 0, 0, RULE).zh == "该期尚无生效的分档"


def test_since_is_the_first_period_of_the_colour_for_each_subject():
    months = np.array(["2020-01-01", "2020-02-01", "2020-03-01"], "datetime64[D]")
    score = np.array([[25.0, 31.0, 32.0], [np.nan, 10.0, 9.0]])
    lights = score_lights(score, np.array(["A", "B"]), months, RULE)
    assert lights.since.astype(str).tolist() == [
        ["2020-01-01", "2020-01-01", "2020-03-01"],
        ["2020-01-01", "2020-02-01", "2020-02-01"],
    ]
    assert (lights.rule, lights.polarity) == ("cycle5", Polarity.CYCLE5)
    assert lights.probability is None
    assert lights.false_alarm_rate is None


def test_reasons_hold_the_score_and_its_band():
    lights = lights_of(27, 40.5, np.nan, 46)
    told = [score_reason_text(lights, 0, month, RULE) for month in range(4)]
    assert [text.en for text in told] == [
        "a score of 27, in the band 23 ≤ … < 32",
        "a score of 40.5, in the band 38 ≤ … ≤ 45",
        "no score for this period",
        "a score of 46, outside the scale of 9 to 45",
    ]
    assert [text.zh for text in told] == [
        "27 分，位于分档 23 ≤ … < 32",
        "40.5 分，位于分档 38 ≤ … ≤ 45",
        "该期没有分数",
        "46 分，超出分值范围 9 至 45",
    ]


OWN_RULE = """
kind: score
code: health
name: {zh: 运行健康度, en: health score}
polarity: risk
palette: four
cut_offs:
  - valid_from: 2020-01-01
    citation: {zh: 本地办法第 5 条, en: 'local rule, article 5'}
    bands:
      - {colour: red, at_least: 0}
      - {colour: orange, at_least: 60}
      - {colour: blue, at_least: 75}
      - {colour: green, at_least: 90}
    highest: 100
"""
OWN_PALETTE = """
code: four
name: {zh: 四色预警, en: four-colour warning}
polarity: risk
red: {name: {zh: 红色预警, en: red}, shape: ▲, letter: {zh: 红, en: R}, fill: '#8e1b1b', ink: '#ffffff', meaning: {zh: 严重, en: severe}}
orange: {name: {zh: 橙色预警, en: orange}, shape: ◆, letter: {zh: 橙, en: O}, fill: '#e07b28', ink: '#1c1c1c', meaning: {zh: 较重, en: serious}}
blue: {name: {zh: 蓝色预警, en: blue}, shape: ▼, letter: {zh: 蓝, en: B}, fill: '#2f6fb0', ink: '#ffffff', meaning: {zh: 一般, en: slight}}
green: {name: {zh: 正常, en: normal}, shape: ●, letter: {zh: 绿, en: G}, fill: '#bfe3c6', ink: '#1c1c1c', meaning: {zh: 正常, en: normal}}
no_data: {name: {zh: 无数据, en: no data}, shape: –, letter: {zh: 无, en: N}, fill: null, ink: '#5c6670', meaning: {zh: 无数据, en: no data}}
"""


def test_green_blue_orange_red_is_two_files_of_a_bureau(tmp_path):
    for kind, name, text in (("lights", "health", OWN_RULE), ("palettes", "four", OWN_PALETTE)):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / f"{name}.yml").write_text(text, encoding="utf-8")
    rule = load_score_rules(tmp_path)["health"]
    palette = load_all(Palette, "palettes", tmp_path)[rule.palette]
    check_shown(palette, rule)
    lights = lights_of(59.9, 60, 75, 90, 100, np.nan, rule=rule)
    words = [palette.entry(Colour(int(code))).name.zh for code in lights.colour[0]]
    assert words == ["红色预警", "橙色预警", "蓝色预警", "正常", "正常", "无数据"]
    assert [look.letter.en for _, look in palette.legend()] == ["R", "O", "B", "G", "N"]
    assert "cycle5" in load_score_rules(tmp_path)


def test_the_mbi_is_judged_by_how_far_growth_is_below_the_reference():
    rule = load_score_rules(None)["mbi"]
    lights = lights_of(60, 96.9, 97, 98.9, 99, 100, 150, np.nan, np.inf, -np.inf, rule=rule)
    yellow = Colour.YELLOW
    assert lights.colour[0].tolist() == [RED, RED, yellow, yellow, GREEN, GREEN, GREEN, NO_DATA, NO_DATA, NO_DATA]
    assert lights.polarity is Polarity.RISK
    told = [score_reason_text(lights, 0, month, rule) for month in (0, 3, 5, 7)]
    assert [text.zh for text in told] == [
        "MBI 为 60，位于分档 … < 97",
        "MBI 为 98.9，位于分档 97 ≤ … < 99",
        "MBI 为 100，位于分档 99 ≤ …",
        "该期没有 MBI",
    ]
    assert told[0].en == "an MBI of 60, in the band … < 97"

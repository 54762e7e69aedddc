"""A bureau's own scheme of lights is a YAML in its catalog and nothing else."""

from datetime import date
from pathlib import Path

import numpy as np

from openmbi.catalog.lights import LightRule, load_change_rules
from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.catalog.shown import check_shown
from openmbi.core.tables import Colour, GroupSeries, Level
from openmbi.lights.groups import group_lights, level_lights
from openmbi.lights.reasons import reason_text
from openmbi.lights.zone import zone_lights
from openmbi.reports.overview.rules import rule_in_force

RULE = """
code: zone_activity
name: {zh: 本地活跃度提示, en: local activity notice}
level: zone
polarity: risk
palette: local
recent_days: 7
reference_days: 14
minimum_coverage: 0.5
minimum_history_days: 21
thresholds:
  - valid_from: 2014-01-01
    citation: {zh: 本地办法第 3 条, en: 'local rule, article 3'}
    bounds:
      - {colour: red, open: -0.02, close: -0.01}
"""


def test_windows_thresholds_and_colours_come_from_the_file(tmp_path, series):
    folder = tmp_path / "lights"
    folder.mkdir()
    (folder / "zone_activity.yml").write_text(RULE, encoding="utf-8")
    rule = load_change_rules(tmp_path)["zone_activity"]
    close = [100.0] * 14 + [97.0] * 7 + [100.0] * 21
    lights = zone_lights(series(np.array(close)), rule)
    assert lights.colour[0, [19, 20, 41]].tolist() == [Colour.NO_DATA, Colour.RED, Colour.GREEN]
    assert reason_text(lights, 0, 20, rule).zh == "近 7 日均值较此前 14 日 −3.0%，达到界限 −2%"


def test_names_and_legend_come_from_the_palette(tmp_path):
    folder = tmp_path / "palettes"
    folder.mkdir()
    shipped = load_all(Palette, "palettes", None)["risk"]
    own = shipped.model_dump_json().replace('"红灯"', '"预警"').replace('"risk"', '"local"', 1)
    (folder / "local.yml").write_text(own, encoding="utf-8")  # JSON is YAML
    palette = load_all(Palette, "palettes", tmp_path)["local"]
    assert palette.entry(Colour.RED).name.zh == "预警"
    assert [colour for colour, _ in palette.legend()] == [Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.NO_DATA]


FOUR = """
code: meso_activity
name: {zh: 本地四色预警, en: local warning in four colours}
levels: [city, cell]
polarity: risk
palette: four
recent_days: 7
reference_days: 14
minimum_coverage: 0.5
minimum_history_days: 21
thresholds:
  - valid_from: 2014-01-01
    citation: {zh: 本地办法第 4 条, en: 'local rule, article 4'}
    bounds:
      - {colour: blue, open: -0.03, close: -0.02}
      - {colour: orange, open: -0.10, close: -0.06}
      - {colour: red, open: -0.20, close: -0.15}
"""


def look(name: str, shape: str, letter: str, fill: str) -> str:
    zh, en = name.split("/")
    return f"""
  name: {{zh: {zh}灯, en: {en}}}
  shape: {shape}
  letter: {{zh: {zh}, en: {letter}}}
  fill: {fill}
  ink: '#1c1c1c'
  meaning: {{zh: {zh}色预警, en: {en} warning}}
"""


PALETTE = f"""
code: four
name: {{zh: 四色预警, en: four colours}}
polarity: risk
red: {look("红/red", "▲", "R", "'#8e1b1b'")}
orange: {look("橙/orange", "◆", "O", "'#e8871e'")}
blue: {look("蓝/blue", "■", "B", "'#7fb2e5'")}
green: {look("绿/green", "●", "G", "'#d9f2dd'")}
no_data: {look("无/none", "–", "N", "null")}
"""


def four_colours(overlay: Path) -> tuple[LightRule, Palette]:
    for folder, name, text in (("lights", "meso_activity", FOUR), ("palettes", "four", PALETTE)):
        (overlay / folder).mkdir()
        (overlay / folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return load_change_rules(overlay)["meso_activity"], load_all(Palette, "palettes", overlay)["four"]


def test_green_blue_orange_red_judges_groups(tmp_path):
    rule, palette = four_colours(tmp_path)
    check_shown(palette, rule)
    falls = np.array([0.02, 0.05, 0.12, 0.3])
    close = np.concatenate([np.full((4, 21), 100.0), np.tile(100 * (1 - falls[:, None]), 7)], axis=1)
    days = np.arange(np.datetime64("2015-01-01"), np.datetime64("2015-01-01") + close.shape[1])
    names, ones, no = np.array(list("abcd")), np.ones(close.shape), np.zeros(close.shape, bool)
    many = np.full(4, 9)
    series = GroupSeries("level", Level.CITY, names, days, close, ones, ones[:, 0], many, no, no[0])
    lights = group_lights(series, rule)
    assert lights.colour[:, -1].tolist() == [Colour.GREEN, Colour.BLUE, Colour.ORANGE, Colour.RED]
    assert [palette.entry(Colour(code)).name.zh for code in lights.colour[:, -1]] == ["绿灯", "蓝灯", "橙灯", "红灯"]
    assert reason_text(lights, 2, len(days) - 1, rule).zh.endswith("−12.0%，达到界限 −10%")


def test_a_colour_closes_to_the_next_milder_one_that_holds(tmp_path, series):
    rule, _ = four_colours(tmp_path)
    close = np.repeat([100, 100, 100, 100, 100, 78, 78, 81.5, 81.5, 81.5], 7)  # −22 %, then −12.4 % against 89
    one = series(np.array(close, float))
    lights = level_lights(
        rule,
        np.array(["a"]),
        one.days,
        close=one.close[None],
        coverage=one.coverage[None],
        restarted=np.zeros((1, len(close)), bool),
    )
    assert lights.colour[0, [34, 41, 48, 69]].tolist() == [Colour.GREEN, Colour.RED, Colour.ORANGE, Colour.GREEN]


def test_the_overview_says_the_bounds_by_the_names_of_the_palette(tmp_path):
    rule, palette = four_colours(tmp_path)
    said = rule_in_force(rule, palette, date(2015, 1, 1))["bounds"]
    assert [text["zh"].split("：")[0] for text in said] == ["红灯", "橙灯", "蓝灯"]
    assert said[2]["en"] == "blue: opens at −3 % or lower, closes above −2 %"

"""A bureau's own scheme of lights is a YAML in its catalog and nothing else."""

import numpy as np

from openmbi.catalog.lights import load_change_rules
from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.core.tables import Colour
from openmbi.lights.reasons import reason_text
from openmbi.lights.zone import zone_lights

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

from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.reports.overview.faces import legend

CYCLE5 = load_all(Palette, "palettes", None)["cycle5"]


def test_a_legend_has_every_colour_of_its_scheme_from_hot_to_cold():
    shown = [(look["colour"], look["shape"], look["letter"]["en"]) for look in legend(CYCLE5)]
    assert shown == [
        ("red", "▲", "R"),
        ("yellow_red", "◆", "YR"),
        ("green", "●", "G"),
        ("yellow_blue", "■", "YB"),
        ("blue", "▼", "B"),
        ("no_data", "–", "N"),
    ]

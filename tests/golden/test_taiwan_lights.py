"""The shipped cut-offs against every light that Taiwan's National Development Council has published with a score."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.catalog.score_lights import load_score_rules
from openmbi.core.tables import Colour, Lights
from openmbi.lights.score import score_lights

pytestmark = pytest.mark.real_data

PUBLISHED = {
    "紅": Colour.RED,
    "黃紅": Colour.YELLOW_RED,
    "綠": Colour.GREEN,
    "黃藍": Colour.YELLOW_BLUE,
    "藍": Colour.BLUE,
    "-": Colour.NO_DATA,
}


@pytest.fixture(scope="module")
def months(data_sets: Path) -> list[dict[str, str]]:
    file = data_sets / "taiwan_ndc" / "景氣指標與燈號.csv"
    if not file.is_file():
        pytest.skip("MBI_DATA_DIR has no taiwan_ndc")
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return [{key: value.strip() for key, value in row.items()} for row in csv.DictReader(rows)]  # "黃藍 "


@pytest.fixture(scope="module")
def lights(months: list[dict[str, str]]) -> Lights:
    days = np.array([date(int(row["Date"][:4]), int(row["Date"][4:]), 1) for row in months], "datetime64[D]")
    texts = [row["景氣對策信號綜合分數"] for row in months]
    score = np.array([[np.nan if text == "-" else float(text) for text in texts]])
    return score_lights(score, np.array(["taiwan"]), days, load_score_rules(None)["cycle5"])


def test_every_published_light_follows_from_its_score(months: list[dict[str, str]], lights: Lights):
    published = np.array([PUBLISHED[row["景氣對策信號"]] for row in months])
    assert len(months) == 525
    assert (published != Colour.NO_DATA).sum() == 501
    assert set(published.tolist()) == set(PUBLISHED.values())
    np.testing.assert_array_equal(lights.colour[0], published)


def test_the_names_of_the_palette_are_the_published_ones(months: list[dict[str, str]], lights: Lights):
    palette = load_all(Palette, "palettes", None)["cycle5"]
    shown = [palette.entry(Colour(int(code))).letter.zh for code in lights.colour[0]]
    simplified = str.maketrans("紅黃綠藍-", "红黄绿蓝无")
    assert shown == [row["景氣對策信號"].translate(simplified) for row in months]

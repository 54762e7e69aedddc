"""What figures are called that no declaration names."""

from __future__ import annotations

import pytest

from openmbi.core.language import Text
from openmbi.flow.figure_words import called, figure_words
from openmbi.flow.figures_table import GROWTH
from openmbi.flow.public_figures import OF_MARGINS, OF_THE_ZONE

WORDS = figure_words(None)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("activity_level", Text("活跃度水平指数", "activity level")),
        ("activity_level.standard_error", Text("活跃度水平指数：标准误", "activity level: standard error")),
        ("composite_expert.freight", Text("综合指数（专家权重）：货运", "composite index (expert weights): freight")),
        (
            "january_february_yearly_growth.lunar_aligned",
            Text(
                "1—2 月同比增速：按农历对齐",
                "growth on the year, January and February together: aligned by the lunar calendar",
            ),
        ),
        ("no_such_figure", Text("no_such_figure", "no_such_figure")),
        (
            "no_such_figure.lunar_aligned",
            Text("no_such_figure：按农历对齐", "no_such_figure: aligned by the lunar calendar"),
        ),
    ],
)
def test_a_figure_is_called_by_its_words(code: str, name: Text):
    assert called(WORDS, code) == name


def test_nothing_that_is_published_is_called_by_its_code():
    codes = {
        *OF_MARGINS,
        *OF_THE_ZONE,
        *GROWTH,
        *(f"january_february_{one}" for one in GROWTH),
        "weight",
        "group_light",
    }
    assert sorted(code for code in codes if called(WORDS, code).en == code and code not in {"coverage", "weight"}) == []
    assert not [code for code in codes if called(WORDS, code).zh.isascii()]

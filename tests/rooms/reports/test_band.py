"""The band of a level: beside the latest figure, on the chart, in the document; nothing of it where it is not known."""

from dataclasses import replace

import numpy as np
import pytest

from openmbi.core.adjusted import LevelError
from openmbi.core.language import Language
from openmbi.core.tables import Level
from openmbi.reports.group.report import Groups
from openmbi.reports.overview.inputs import OverviewInput
from openmbi.reports.overview.page import page
from openmbi.reports.overview.report import overview
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.rendering import pages

ERROR = np.array([np.nan, 0.25, 0.5])


@pytest.fixture
def with_errors(small_province: ProvinceInput) -> ProvinceInput:
    series = small_province.series[Level.CITY]
    close = np.tile(ERROR, (len(series.groups), 1))[::-1]
    found = LevelError(series.groups[::-1], series.days[-3:], close, np.full(len(close), 0.01))
    return replace(small_province, errors={Level.CITY: found})


def test_the_zone_has_its_band(small: OverviewInput):
    document = overview(replace(small, level_error=ERROR))
    assert document["headline"]["plus_minus"] == "0.98"  # 1.96 × 0.5
    assert document["level"]["band"] == {"first_day": "2016-02-02", "plus_minus": [None, "0.49", "0.98"]}
    content = page(document, Language.EN)
    assert "± 0.98" in content
    assert "shaded: 95 % band" in content
    assert "#b9c9d8" in content


def test_without_errors_there_is_no_band(small: OverviewInput):
    document = overview(small)
    assert document["headline"]["plus_minus"] is document["level"]["band"] is None
    content = page(document, Language.ZH)
    assert "±" not in content
    assert "#b9c9d8" not in content


def test_a_group_has_its_band(with_errors: ProvinceInput, small_province: ProvinceInput):
    document = Groups(with_errors, Entries(with_errors)).group(Level.CITY, "440100")
    assert document["group"]["plus_minus"] == "0.98"
    assert document["history"]["band"]["plus_minus"] == [None, "0.49", "0.98"]
    content = pages(document)[Language.ZH]
    assert "± 0.98" in content
    assert content.count('class="band"') == 2  # beside the figure, and one outline: the unknown day has none
    without = Groups(small_province, Entries(small_province)).group(Level.CITY, "440100")
    assert without["history"]["band"] is None
    assert 'class="band"' not in pages(without)[Language.ZH]

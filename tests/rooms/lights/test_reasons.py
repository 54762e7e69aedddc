from datetime import date

import numpy as np
import pytest

from openmbi.lights.enterprise import enterprise_lights
from openmbi.lights.reasons import REASONS, Reason, reason_text
from openmbi.lights.zone import zone_lights


@pytest.fixture
def zone_says(series, rules):
    def say(close, day=-1, coverage=1.0):
        lights = zone_lights(series(np.asarray(close), coverage), rules["zone_activity"])
        return reason_text(lights, 0, day % len(close), rules["zone_activity"])

    return say


@pytest.fixture
def enterprise_says(enterprise, rules):
    def say(relative, **days):
        lights = enterprise_lights(*enterprise(relative, **days), rules["enterprise_activity"])
        return reason_text(lights, 0, len(relative) - 1, rules["enterprise_activity"])

    return say


def test_every_code_has_its_name():
    assert REASONS[Reason.OPENED] == "opened"
    assert len(REASONS) == len(Reason)


def test_a_zones_fall_is_said_with_its_figures(zone_says):
    text = zone_says([100] * 72 + [92] * 28)
    assert text.zh == "近 28 日均值较此前 28 日 −8.0%，达到界限 −5%"
    assert (
        text.en
        == "the mean of the last 28 days is −8.0% against the 28 days before them, which reaches the bound of −5%"
    )
    assert "−10%" in zone_says([100] * 72 + [80] * 28).en


def test_a_light_that_is_held_says_where_it_closes(zone_says):
    text = zone_says([100] * 84 + [92] * 28 + [89.5] * 28)
    assert "−2.7%" in text.zh
    assert text.zh.endswith("尚未回升到解除界限 −2.5% 以上")


def test_green_says_how_far_it_is_from_the_mildest_bound(zone_says):
    assert zone_says([100] * 72 + [99] * 28).en.endswith(
        "is −1.0% against the 28 days before them, above the mildest bound of −5%"
    )


def test_no_data_says_what_is_missing(zone_says, enterprise_says):
    assert "90" in zone_says([100.0] * 50).zh
    assert "80%" in zone_says([100.0] * 100, coverage=0.5).zh
    assert "90 active days before the last 7 days" in enterprise_says([1.0] * 50).en
    assert "member" in enterprise_says([1.0] * 9, member=[False] * 9).en


def test_an_idle_enterprise_says_for_how_long(enterprise_says):
    assert enterprise_says([1.0] * 9 + [0.0] * 30).zh == "已连续停用 30 天或更久"


def test_own_generation_says_since_when(enterprise, rules):
    rule = rules["enterprise_activity"]
    terms, panel = enterprise([1.0] * 120, absent=range(100, 120))
    lights = enterprise_lights(terms, panel, rule, unmeasured=panel.reading == 0)
    since = reason_text(lights, 0, 119, rule, generating_since=date(2015, 4, 11))
    assert since.zh == "自 2015-04-11 起有自发电，近 7 日缺其读数；仅凭网供电量不作判定"
    assert since.en.startswith("own generation since 2015-04-11, without readings")
    assert reason_text(lights, 0, 119, rule).en.startswith("own generation, without readings")

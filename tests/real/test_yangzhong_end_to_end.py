"""The real run through the command line: from the raw wide file of Yangzhong to level, rates, stoppages, lights, contributions and page."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ENTERPRISES = 1454
DAYS = 639
MONTHS = [f"{year}-{month:02d}" for year in (2015, 2016) for month in range(1, 13)][:21]

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def yangzhong(data_sets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example bureau, without what someone computed in it."""
    assert (data_sets / "yangzhong_power" / "yangzhong_daily_wide.csv").is_file()
    folder = tmp_path_factory.mktemp("real") / "yangzhong"
    shutil.copytree(ROOT / "examples" / "yangzhong", folder, ignore=shutil.ignore_patterns("store", "output"))
    return folder


@pytest.fixture(scope="module")
def told(yangzhong: Path, mbi) -> Mapping[str, Any]:
    """What the one documented command tells, once."""
    told = mbi("-b", yangzhong, "run", "--ingest", "--json")
    assert told.code == 0, told.err
    return told.json


@pytest.fixture(scope="module")
def overview(told: Mapping[str, Any]) -> Mapping[str, Any]:
    return told["overview"]


def test_every_observation_is_in_and_none_is_quarantined(told, overview, yangzhong: Path, mbi):
    (outcome,) = told["ingested"]
    assert outcome["counts"] == {
        "observations": ENTERPRISES * DAYS,
        "accepted": ENTERPRISES * DAYS,
        "new": ENTERPRISES * DAYS,
        "revised": 0,
        "unchanged": 0,
        "quarantined": 0,
    }
    assert ENTERPRISES * DAYS == 929_106
    assert overview["data"]["accepted"] == 929_106
    assert mbi("-b", yangzhong, "quarantine", "list", "--json").json == []


def test_the_ten_largest_are_61_percent_of_the_load(overview):
    assert overview["coverage_and_concentration"]["concentration"] == {"largest": 10, "share": "60.7"}


def test_the_level_has_a_close_a_day_and_candles(overview):
    level = overview["level"]
    assert (level["days"][0], level["days"][-1], len(level["days"])) == ("2015-01-01", "2016-09-30", DAYS)
    in_base = [float(close) for day, close in zip(level["days"], level["close"], strict=True) if day < "2016"]
    assert sum(in_base) / len(in_base) == pytest.approx(100, abs=0.01)
    assert [candle["period"] for candle in level["monthly"]] == MONTHS
    for candles in (level["weekly"], level["monthly"]):
        for candle in candles:
            prices = {name: Decimal(candle[name]) for name in ("open", "high", "low", "close")}
            assert prices["low"] <= min(prices["open"], prices["close"])
            assert prices["high"] >= max(prices["open"], prices["close"])
        for before, after in pairwise(candles):
            assert before["close"] == after["open"]


@pytest.mark.parametrize(("year", "fallback", "base"), [(2015, True, "2015-01-01"), (2016, False, "2015-12-01")])
def test_rates_run_through_each_spring_festival(overview, year: int, fallback: bool, base: str):
    (rates,) = [one for one in overview["resumption"] if one["year"] == year]
    assert (rates["base_is_fallback"], rates["base_first"]) == (fallback, base)
    assert ("history starts later" in rates["base"]["en"]) == fallback
    days = rates["days_from_new_year"]
    assert days == list(range(days[0], days[-1] + 1))
    assert {0, 20} <= set(days)
    for name in ("resumption_rate", "recovery_rate"):
        assert len(rates[name]) == len(days)
        by_day = {day: Decimal(value) for day, value in zip(days, rates[name], strict=True)}
        assert by_day[0] < by_day[20]
        assert min(by_day.values()) >= 0


def test_each_months_lines_sum_to_its_change(told, overview, yangzhong: Path, mbi):
    before = Decimal(overview["level"]["close"][0])
    for candle in overview["level"]["monthly"]:
        made = mbi("-b", yangzhong, "explain", candle["period"], "--json").json
        assert sum(Decimal(line["points"]) for line in made["lines"]) == Decimal(made["change"])
        assert Decimal(made["change"]) == Decimal(candle["close"]) - before
        before = Decimal(candle["close"])
        assert sum(line["kind"] == "subject" for line in made["lines"]) > 1000
    assert [month["period"] for month in overview["months"]] == MONTHS


def test_stoppages_of_30_days_are_listed_with_since(overview):
    stopped = overview["stopped"]
    last = date.fromisoformat(overview["headline"]["data_until"])
    assert stopped["after_days"] == 30
    assert stopped["enterprises"] == len(stopped["listed"]) > 0
    for one in stopped["listed"]:
        assert one["days"] == (last - date.fromisoformat(one["since"])).days + 1 >= 30


def test_there_are_lights_with_reasons_at_the_end(overview):
    light, counts = overview["headline"]["light"], overview["lights"]["counts"]
    assert light["colour"] in {"red", "yellow", "green"}
    assert light["reason"]["zh"] != light["reason"]["en"]
    assert 0 <= float(light["probability"]) <= 100
    assert 0 < float(overview["headline"]["plus_minus"]) < 5
    assert light["false_alarm_rate"] is None
    assert sum(count["enterprises"] for count in counts) == ENTERPRISES
    assert {count["colour"] for count in counts if count["enterprises"]} == {"red", "yellow", "green", "no_data"}
    assert all(one["reason"]["zh"] and one["since"] for one in overview["lights"]["warned"])


@pytest.mark.parametrize(("lang", "name"), [("zh", "扬中高新区"), ("en", "Yangzhong high-tech zone")])
def test_pages_are_written_in_both_languages(told, lang: str, name: str):
    page = Path(told["pages"][lang]).read_text(encoding="utf-8")
    assert name in page
    assert "2016-09-30" in page or "2016年9月30日" in page
    assert "60.7" in page
    assert ("仅限内部" if lang == "zh" else "nternal only") in page
    assert not any(mark in page for mark in ("模拟数据", "Simulated data"))


def test_an_as_of_inside_the_base_period_is_provisional_and_pseudo_real_time(told, overview, yangzhong: Path, mbi):
    earlier = mbi("-b", yangzhong, "run", "--as-of", "2015-09-30", "--json").json["overview"]
    assert earlier["headline"]["data_until"] == "2015-09-29"  # what is of a day is known on the next
    assert earlier["headline"]["provisional"]
    assert earlier["method"]["base_provisional"]
    assert earlier["method"]["timing"]["code"] == "pseudo-real-time"
    assert not overview["method"]["base_provisional"]
    assert overview["method"]["timing"]["code"] == "real-time"
    closes = [float(close) for close in earlier["level"]["close"]]
    assert sum(closes) / len(closes) == pytest.approx(100, abs=0.01)  # the base so far

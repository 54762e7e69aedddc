"""The overview document: against the example, and what must hold of any document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmbi.core.periods import Frequency, Period
from openmbi.core.registry import package_folder
from openmbi.core.tables import ContributionLine, Contributions, IndexSeries, LineKind
from openmbi.reports.overview.movement import movement
from openmbi.reports.overview.report import OverviewInput, overview
from openmbi.reports.overview.roster import Roster
from openmbi.reports.overview.waterfall import waterfall

EXAMPLE = package_folder("openmbi.reports.overview") / "example" / "overview.json"
NOBODY = Roster({}, {}, {})


def _every(node: Any) -> Iterator[Any]:
    yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        yield from _every(child)


def test_document_is_the_example(small: OverviewInput):
    assert overview(small) == json.loads(EXAMPLE.read_text(encoding="utf-8"))


def test_document_holds_texts_in_both_languages_and_no_floats(small: OverviewInput):
    nodes = list(_every(overview(small)))
    pairs = [node for node in nodes if isinstance(node, dict) and "zh" in node]
    assert len(pairs) > 50
    assert all(set(pair) == {"zh", "en"} and all(pair.values()) for pair in pairs)
    assert not [node for node in nodes if isinstance(node, float)]
    assert {type(node) for node in nodes} <= {dict, list, str, int, bool, type(None)}


def test_headline_compares_published_levels(small: OverviewInput):
    changes = overview(small)["headline"]["changes"]
    assert [(change["days"], change["points"]) for change in changes] == [(1, "-0.30"), (7, "-2.10"), (28, "-8.40")]
    assert changes[2]["percent"] == "-8.4"  # of 100.20


def test_mean_is_the_one_that_the_zone_light_judges(small: OverviewInput):
    section = overview(small)["level"]
    assert section["mean_days"] == 28
    assert section["mean"][:28] == [None] * 27 + ["97.95"]  # (102.00 + 93.90) / 2
    assert section["mean"][-1] == "95.85"


def test_what_is_not_known_is_null(small: OverviewInput):
    close = small.series.close.copy()
    close[-1] = np.nan
    short = replace(small, series=replace(small.series, close=close), months=(), recent=None)
    document = overview(short)
    assert document["headline"]["level"] is None
    assert {change["points"] for change in document["headline"]["changes"]} == {None}
    assert document["what_changed_and_why"] == []
    assert document["headline"]["light"]["probability"] is None
    assert document["headline"]["light"]["false_alarm_rate"] is None


def test_only_a_complete_month_is_explained_at_the_top(small: OverviewInput):
    explained = overview(small)["what_changed_and_why"]
    assert [change["period"] for change in explained] == ["2016-01"]
    assert overview(small)["months"][-1]["label"]["zh"] == "2016年2月（至2016年2月4日）"


def test_sentence_adds_up_in_two_digits(small: OverviewInput):
    sentence = overview(small)["what_changed_and_why"][0]["sentence"]
    assert sentence == {
        "zh": "2016年1月，指数由 102.00 降至 93.00，变动 −9.00 点：1 家企业拉动 0.60 点，2 家企业拖累 9.60 点。",
        "en": "January 2016: the level fell from 102.00 to 93.00, −9.00 points. Rises add 0.60 (enterprises: 1), falls take 9.60 (enterprises: 2).",
    }


def test_lights_are_counted_and_listed_red_first_then_by_weight(small: OverviewInput):
    section = overview(small)["lights"]
    assert [(each["colour"], each["enterprises"], each["weight"]) for each in section["counts"]] == [
        ("red", 2, "62.0"),
        ("yellow", 1, "38.0"),
        ("green", 0, "0.0"),
        ("no_data", 1, "0.0"),
    ]
    assert [each["subject"] for each in section["warned"]] == ["a", "c", "b"]
    assert [(run["colour"], run["first"], run["last"]) for run in section["zone_history"]] == [
        ("green", "2016-01-01", "2016-01-30"),
        ("yellow", "2016-01-31", "2016-02-04"),
    ]


def test_years_stand_side_by_side_on_the_same_days(small: OverviewInput):
    festival = overview(small)["resumption"][1]
    compared = {each["day"]: (each["resumption_rate"], each["recovery_rate"]) for each in festival["compared"]}
    assert compared[0] == ("30.0", "36.0")
    assert compared[7] == ("80.0", "96.0")
    assert compared[10] == (None, None)


def test_rules_are_told_with_the_bounds_in_force(small: OverviewInput):
    zone, enterprise = overview(small)["method"]["rules"]
    assert zone["bounds"][0]["zh"] == "红灯：−10% 或更低时亮起，高于 −5% 时熄灭"
    assert enterprise["limits"][0]["en"] == "idle for 30 days or more: red at once"
    before = overview(replace(small, data_until=date(2014, 12, 31)))["method"]["rules"][0]
    assert (before["bounds"], before["valid_from"], before["cited"]) == ([], None, None)


@pytest.mark.parametrize(("until", "expected"), [(True, "provisional"), (False, "= 100")])
def test_a_base_that_is_not_complete_says_so(small: OverviewInput, until: bool, expected: str):
    assert expected in overview(replace(small, base_provisional=until))["method"]["base"]["en"]


lines_of_points = st.lists(st.decimals("-50", "50", places=4), max_size=30)


@given(subjects=lines_of_points, other=st.decimals("-1", "1", places=4), largest=st.integers(0, 5))
def test_what_is_shown_adds_up_to_the_change_exactly(subjects: list[Decimal], other: Decimal, largest: int):
    shown = movement(_change(subjects, other), _series(), NOBODY, largest)
    enterprises = [Decimal(line["points"]) for line in shown["up"] + shown["down"]]
    assert (shown["entry_and_exit"], shown["winsorising"]) == (None, None)
    others = [Decimal(shown["rounding"])]
    totals = [Decimal(shown[side]["points"]) for side in ("up_total", "down_total")]
    change = Decimal(shown["change"])
    assert sum(enterprises, Decimal(shown["rest"]["points"])) + sum(others) == change
    assert sum(totals) + sum(others) == change


@given(subjects=lines_of_points, other=st.decimals("-1", "1", places=4))
def test_waterfall_hangs_together_and_stays_inside(subjects: list[Decimal], other: Decimal):
    steps = waterfall(movement(_change(subjects, other), _series(), NOBODY, 3))
    for step in steps:
        assert Decimal(step.left) >= 0
        assert Decimal(step.left) + Decimal(step.width) <= Decimal("100.01")
    ends = [Decimal(step.left) + (Decimal(step.width) if step.rising else 0) for step in steps]
    starts = [Decimal(step.left) + (0 if step.rising else Decimal(step.width)) for step in steps]
    for end, start in zip(ends[:-1], starts[1:], strict=True):
        assert abs(end - start) <= Decimal("0.02")


def _change(subjects: list[Decimal], other: Decimal) -> Contributions:
    lines = [ContributionLine(LineKind.SUBJECT, str(row), points) for row, points in enumerate(subjects)]
    total = sum(subjects, other)
    day = date(2016, 1, 31)
    period = Period(date(2016, 1, 4), day, Frequency.DAILY)
    return Contributions(
        "i", "z", period, date(2016, 1, 3), day, total, (*lines, ContributionLine(LineKind.ROUNDING, "", other))
    )


def _series() -> IndexSeries:
    days = np.arange(np.datetime64("2016-01-01"), np.datetime64("2016-02-01"))
    ones = np.ones(len(days))
    return IndexSeries("i", "z", days, 100 * ones, ones, ones < 0)

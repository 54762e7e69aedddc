"""Root causes of a level in memory: 60 enterprises of three cities, four industries and two ownerships, of which one cell fell."""

from __future__ import annotations

from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pytest

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import IndexSeries, IndexTerms, Level, Stints
from openmbi.flow import root_cause as flow
from openmbi.flow.root_cause import RootCauseAsked, root_cause

DAYS = np.arange(np.datetime64("2025-01-01"), np.datetime64("2025-04-11"))
CITIES, INDUSTRIES, OWNERSHIPS = ("440100", "440600", "441900"), ("C17", "C30", "C31", "C39"), ("民营", "国有")
ROWS = list(product(CITIES, INDUSTRIES, OWNERSHIPS, range(3)))[:60]
NAMES = np.array([f"E{number:02d}" for number in range(60)])
FELL = np.array([city == "440600" and industry == "C30" for city, industry, *_ in ROWS])
SINCE = 80


def terms() -> IndexTerms:
    relative = np.exp(np.random.default_rng(4).normal(0, 0.02, (60, 100)))
    relative[FELL, SINCE:] *= 0.5
    member = np.ones((60, 100), bool)
    member[-1, :50] = False  # an entrant is in no total before
    relative[-1, :50] = np.nan
    nothing = np.zeros((60, 100), bool)
    return IndexTerms("level", NAMES, DAYS, np.full(60, 1.0), relative, member, np.full(100, 0.6), nothing, nothing)


def stints(level: Level, codes: list[str]) -> Stints:
    groups, group = np.unique(codes, return_inverse=True)
    rows = np.arange(60)
    return Stints(level, groups, rows, group, np.zeros(60, np.intp), np.full(60, 100))


@pytest.fixture
def bureau(monkeypatch: pytest.MonkeyPatch) -> Any:
    made = terms()
    series = IndexSeries("level", "440000", DAYS, np.full(100, 100.0), np.ones(100), np.zeros(100, bool))
    belonging = {
        Level.CITY: stints(Level.CITY, [row[0] for row in ROWS]),
        Level.INDUSTRY: stints(Level.INDUSTRY, [row[1] for row in ROWS]),
        Level.SIZE_CLASS: stints(Level.SIZE_CLASS, ["large"] * 60),
    }
    register = pa.table({"enterprise": NAMES.tolist(), "ownership": [row[2] for row in ROWS[:-1]] + [None]})
    newest = SimpleNamespace(
        saved=SimpleNamespace(terms=lambda: (made, series), pins={"as_of": "2025-04-11T15:59:59+00:00"}, name="000003"),
        stints=lambda _terms: belonging,
        roster=SimpleNamespace(register=register),
        name=lambda _level, code, day: Text(f"{code}（{day}）", f"{code} on {day}"),
    )
    monkeypatch.setattr(flow, "newest_run", lambda _bureau: newest)
    return cast(Any, SimpleNamespace(settings=SimpleNamespace(simulated=True)))


def found(document: dict[str, Any]) -> list[list[tuple[str, str]]]:
    return [[(part["dimension"], part["code"]) for part in cause["element"]] for cause in document["causes"]]


def test_the_cell_that_fell_is_named_in_points_of_the_level(bureau: Any):
    document = root_cause(bureau, RootCauseAsked("2025-04", "2025-02"))
    assert found(document) == [[("city", "440600"), ("industry", "C30")]]
    (cause,) = document["causes"]
    assert cause["change"] == pytest.approx(-0.5, abs=0.01)
    assert cause["moved"] == pytest.approx(-6 * 0.5 / 0.6, abs=0.1)
    assert cause["element"][0]["name"] == {"zh": "440600（2025-04-30）", "en": "440600 on 2025-04-30"}
    assert document["expected"] == pytest.approx(59 / 0.6, rel=0.01)
    assert document["moved"] == pytest.approx(cause["moved"], abs=0.5)


def test_only_members_of_both_spans_count_and_dimensions_of_one_code_are_left_out(bureau: Any):
    document = root_cause(bureau, RootCauseAsked("2025-04", "2025-02"))
    assert (document["enterprises"], document["dimensions"]) == (59, ["city", "industry", "ownership"])
    later = root_cause(bureau, RootCauseAsked("2025-04", "2025-03"))
    assert later["enterprises"] == 60
    assert document["simulated"] is True
    assert document["run"] == "000003"


def test_without_a_period_the_latest_four_weeks_are_set_against_those_before(bureau: Any):
    document = root_cause(bureau, RootCauseAsked())
    assert document["period"] == {"first": "2025-03-14", "last": "2025-04-10", "told": ""}
    assert document["against"] == {"first": "2025-02-14", "last": "2025-03-13", "told": ""}
    assert found(document) == [[("city", "440600"), ("industry", "C30")]]


def test_a_group_is_looked_into(bureau: Any):
    document = root_cause(bureau, RootCauseAsked("2025-04", group="city/440600"))
    assert found(document) == [[("industry", "C30")]]
    assert (document["subject"], document["enterprises"]) == ("city/440600", 24)
    assert document["against"] == {"first": "2025-03-02", "last": "2025-03-31", "told": ""}


def test_days_without_data_are_a_problem(bureau: Any):
    with pytest.raises(Problem) as caught:
        root_cause(bureau, RootCauseAsked("2026-01"))
    assert caught.value.code == "root-cause.no-days"


def test_too_few_combinations_are_a_problem(bureau: Any):
    with pytest.raises(Problem) as caught:
        root_cause(bureau, RootCauseAsked("2025-04", by=("city",)))
    assert caught.value.code == "root-cause.too-few"


def test_a_day_is_a_period(bureau: Any):
    document = root_cause(bureau, RootCauseAsked("2025-04-05", "2025-03-01"))
    assert document["period"]["first"] == document["period"]["last"] == date(2025, 4, 5).isoformat()

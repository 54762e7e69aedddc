"""The page of one enterprise: all sources against its own base, its history, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from openmbi.core.language import Language
from openmbi.reports.enterprise.page import pages
from openmbi.reports.enterprise.report import enterprise
from openmbi.reports.province.enterprise_inputs import EnterpriseInput
from openmbi.reports.province.frame import frame
from openmbi.reports.province.inputs import ProvinceInput


@pytest.fixture(scope="module")
def head(small_province: ProvinceInput) -> dict[str, Any]:
    return frame(small_province)


def test_a_source_that_lags_shows_its_latest_month(small_enterprise: EnterpriseInput, head: dict[str, Any]):
    use, freight = enterprise(small_enterprise, head)["sources"]
    assert (use["month"], freight["month"]) == ("2024-08", "2024-07")
    assert float(freight["level"]) == pytest.approx(small_enterprise.sources[1].level[-2], abs=0.00501)
    assert float(use["value"]) == pytest.approx(1000 * float(use["level"]), abs=6)
    assert (use["unit"]["en"], freight["value"], freight["unit"]) == ("kWh", None, None)


def test_history_and_links_stand_in_order(small_enterprise: EnterpriseInput, head: dict[str, Any]):
    document = enterprise(small_enterprise, head)
    assert [entry["first"] for entry in document["register"]] == ["2023-07-01", "2015-03-01"]
    assert [(link["subject"], link["last"]) for link in document["links"]] == [
        ("M-1001", None),
        ("M-0007", "2023-06-30"),
    ]
    assert [entry["year"] for entry in document["accounts"]] == [2023, 2022]
    assert document["accounts"][1]["value_added"] == "4124"


@pytest.mark.parametrize("language", list(Language))
def test_page_says_what_the_document_says(small_enterprise: EnterpriseInput, head: dict[str, Any], language: Language):
    document = enterprise(small_enterprise, head)
    page = pages(document)[language]
    said = [
        document["value"],
        document["light"]["word"][language],
        document["reason"][language],
        "4,124",
        "M-1001",
        "60.0 %",
    ]
    said += [line["level"] for line in document["sources"]] + [
        entry["place"][language] for entry in document["register"]
    ]
    assert [text for text in said if text.replace("'", "&#39;") not in page] == []
    assert page.count(document["simulated"][language]) == 3
    assert 'href="../city/440600.html"' in page


def test_the_headline_is_the_mean_of_the_latest_days_that_are_known(
    small_enterprise: EnterpriseInput, head: dict[str, Any]
):
    close = np.r_[50.0, 50.0, np.nan, 100.0, 100.0, 100.0, 110.0, 110.0, 110.0]
    days = np.arange(np.datetime64("2024-09-07"), np.datetime64("2024-09-16"))
    told = replace(small_enterprise, days=days, close=close, colour=None, peers=None)
    assert enterprise(told, head)["value"] == "105.00"
    unknown = replace(told, close=np.full(9, np.nan))
    assert enterprise(unknown, head)["value"] is None


def test_what_a_reader_must_know_stands_in_the_headline(small_enterprise: EnterpriseInput, head: dict[str, Any]):
    page = pages(enterprise(small_enterprise, head))[Language.ZH]
    headline = page[page.index('class="headline"') : page.index("</section>")]
    assert small_enterprise.notes
    assert all(note.zh in headline for note in small_enterprise.notes)


def test_an_enterprise_of_which_little_is_known_has_a_page(small_enterprise: EnterpriseInput, head: dict[str, Any]):
    nothing = np.empty(0)
    bare = EnterpriseInput(
        code="x",
        name=None,
        days=nothing.astype("datetime64[D]"),
        close=nothing,
        light=small_enterprise.light,
        since=None,
        reason=small_enterprise.reason,
        weight=0.0,
    )
    document = enterprise(bare, head)
    assert (document["title"]["en"], document["value"], document["history"]) == ("Enterprise x", None, None)
    assert "None" not in pages(document)[Language.EN]


def test_a_source_without_any_value_is_said_to_have_none(small_enterprise: EnterpriseInput, head: dict[str, Any]):
    empty = replace(small_enterprise.sources[1], level=np.full(32, np.nan))
    document = enterprise(replace(small_enterprise, sources=(empty,)), head)
    assert document["sources"][0]["level"] is None
    assert "nan" not in pages(document)[Language.EN]


@pytest.mark.parametrize("language", list(Language))
def test_outliers_are_listed_and_marked(
    small_enterprise: EnterpriseInput, head: dict[str, Any], language: Language
) -> None:
    document = enterprise(small_enterprise, head)
    assert [(one["day"], one["code"], one["size"]) for one in document["outliers"]] == [
        ("2024-08-27", "level_shift", "-38.1"),
        ("2024-02-28", "additive_outlier", "-91.8"),
        ("2022-04-01", "temporary_change", "41.9"),
    ]
    page = pages(document)[language]
    for one in document["outliers"]:
        assert one["day"] in page
        assert one["kind"][language] in page
    assert document["outliers"][0]["event"][language] in page
    assert "−38.1 %" in page
    assert page.count('class="shift"') == 1  # the third lies before the chart's first day
    assert page.count('class="odd"') == 1


def test_a_page_without_outliers_says_nothing_of_them(small_enterprise: EnterpriseInput, head: dict[str, Any]) -> None:
    document = enterprise(replace(small_enterprise, outliers=()), head)
    assert document["outliers"] == document["history"]["marks"] == []
    assert 'id="outliers"' not in pages(document)[Language.EN]

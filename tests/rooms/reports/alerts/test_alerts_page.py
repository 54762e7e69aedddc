"""The list of alerts: counts, cities, filters without scripts, the rate beside each light."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from openmbi.core.language import Language
from openmbi.core.registry import package_folder
from openmbi.core.tables import Level
from openmbi.reports.alerts.inputs import AlertsInput
from openmbi.reports.alerts.page import pages
from openmbi.reports.alerts.report import MOST, alerts, alerts_documents


def test_alerts_are_counted_by_level_and_light(five: AlertsInput, head: dict[str, Any]):
    document = alerts(five, head)
    counted = {line["level"]: [light["count"] for light in line["lights"]] for line in document["counts"]}
    assert counted == {"city": [0, 1], "cell": [1, 0], "enterprise": [1, 2]}
    assert (document["total"], document["new"], document["covered"], document["rest"]) == (5, 4, 1, 0)
    assert [(city["path"], city["count"], city["red"]) for city in document["cities"]] == [
        ("alerts/440600", 3, 2),
        ("alerts/440100", 1, 0),
        ("alerts/440300", 1, 0),
    ]


def test_a_city_has_its_own_list(five: AlertsInput, head: dict[str, Any]):
    documents = {one["path"]: one for one in alerts_documents(five, head)}
    assert set(documents) == {"alerts", "alerts/440100", "alerts/440300", "alerts/440600"}
    foshan = documents["alerts/440600"]
    assert [line["level"]["code"] for line in foshan["listed"]] == ["cell", "enterprise", "enterprise"]
    page = pages(foshan)[Language.EN]
    assert 'href="../alerts.html"' in page
    assert 'href="../case/12.html"' in page


def test_a_line_says_what_is_known(five: AlertsInput, head: dict[str, Any]):
    line = alerts(five, head)["listed"][1]
    assert (line["change"], line["since"], line["days"], line["new"]) == ("-66.4", "2024-09-02", 14, False)
    assert line["agree"] == {"same": 2, "known": 3}
    assert (line["case"]["number"], line["case"]["overdue"], line["case"]["muted"]) == (12, True, False)
    assert [one["en"] for one in line["channels"]] == ["several sources together", "change of level"]
    assert line["why"][0]["en"].startswith("electricity use: 61.2 MWh a day, 182 MWh expected, −66.4%")
    silent = alerts(five, head)["listed"][4]
    assert (silent["change"], silent["case"], silent["agree"]) == (None, None, {"same": 0, "known": 0})


@pytest.mark.parametrize("language", list(Language))
def test_the_rate_stands_beside_each_light(five: AlertsInput, head: dict[str, Any], language: Language):
    document = alerts(five, head)
    page = pages(document)[language]
    table = page[page.index('class="matter alerts"') : page.index("</table>", page.index('class="matter alerts"'))]
    assert [table.count(entry.rate.say(language)) for entry in (five.entries[0], five.entries[1])] == [2, 3]
    rates = {(one["level"]["en"], one["light"]["colour"]): one["text"]["en"][:8] for one in document["rates"]}
    assert rates == {
        ("City", "yellow"): "not yet ",
        ("City × industry", "red"): "not yet ",
        ("Enterprise", "red"): "of 120 s",
        ("Enterprise", "yellow"): "of 120 s",
    }


def test_every_filter_has_its_rule(five: AlertsInput, head: dict[str, Any]):
    page = pages(alerts(five, head))[Language.ZH]
    sheet = (package_folder("openmbi.reports.province") / "site.css").read_text(encoding="utf-8")
    for control in re.findall(r'<input [^>]*id="([^"]+)"', page):
        assert control in {"light-all", "level-all"} or f"#{control}:checked" in sheet
    assert all(f"#level-{level}:checked) tbody tr:not(.at-{level})" in sheet for level in Level)
    assert page.count("<input") == 3 + 4 + 1
    assert 'class="in-yellow at-enterprise under"' in page


def test_enterprises_are_linked_where_their_pages_can_be_reached(five: AlertsInput, head: dict[str, Any]):
    document = alerts(five, head)
    link = 'href="enterprise/91440600MA00000017.html"'
    assert link not in pages(document)[Language.EN]
    assert link in pages(document, served=True)[Language.EN]


def test_names_are_escaped(five: AlertsInput, head: dict[str, Any]):
    page = pages(alerts(five, head))[Language.EN]
    assert "Works &lt;A&amp;B&gt;" in page
    assert "<A&B>" not in page


def test_no_alert_is_said(five: AlertsInput, head: dict[str, Any]):
    document = alerts(replace(five, entries=()), head)
    page = pages(document)[Language.EN]
    assert "There is no alert at present." in page
    assert "<table" not in page


def test_what_is_not_listed_is_counted(
    five: AlertsInput, head: dict[str, Any], with_entries: Callable[[AlertsInput, int], AlertsInput]
):
    document = alerts(with_entries(five, MOST + 7), head)
    assert (len(document["listed"]), document["rest"], document["total"]) == (MOST, 7, MOST + 7)
    assert "7 more are not listed" in pages(document)[Language.EN]


@pytest.mark.parametrize("language", list(Language))
def test_an_alert_of_days_without_a_notice_says_so(five: AlertsInput, head: dict[str, Any], language: Language):
    first = five.entries[0]
    reason = {**first.reason, "calendar": {**first.reason["calendar"], "provisional": True}}
    document = alerts(replace(five, entries=(replace(first, reason=reason), *five.entries[1:])), head)
    assert [line["provisional"] for line in document["listed"]] == [True, False, False, False, False]
    page = pages(document)[language]
    assert page.count('class="chip provisional"') == document["provisional"] == 1
    assert {"zh": "标有“日历暂定”的 1 条", "en": "“calendar provisional” (1)"}[language] in page
    settled = pages(alerts(five, head))[language]
    assert "provisional" not in settled


@pytest.mark.parametrize("language", list(Language))
def test_who_could_not_be_judged_is_told_even_where_there_is_no_alert(
    five: AlertsInput, head: dict[str, Any], language: Language
):
    said = five.unjudged[0].say(language)
    for source in (five, replace(five, entries=())):
        assert pages(alerts(source, head))[language].count(said) == 1
    assert said not in pages(alerts(five, head, "440600"))[language]  # it is counted for the whole zone


@pytest.mark.parametrize(("name", "city"), [("alerts", None), ("city", "440600")])
def test_the_example_is_what_the_report_makes(five: AlertsInput, head: dict[str, Any], name: str, city: str | None):
    file = package_folder("openmbi.reports.alerts") / "example" / f"{name}.json"
    assert json.loads(file.read_text(encoding="utf-8")) == alerts(five, head, city)

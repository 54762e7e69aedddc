"""The alert of a subject on its own page: the light, since when, why, how often such lights were false, and the case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from openmbi.core.language import Language
from openmbi.core.tables import Level
from openmbi.reports.alerts.inputs import AlertsInput
from openmbi.reports.alerts.report import alert_line
from openmbi.reports.enterprise.report import enterprise
from openmbi.reports.matrix.page import pages as matrix_pages
from openmbi.reports.province.enterprise_inputs import EnterpriseInput
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.rendering import pages
from openmbi.reports.site import documents

GROUPS = (Level.CITY, Level.INDUSTRY, Level.CELL)


def headline(page: str) -> str:
    return page[page.index('class="headline"') : page.index("</section>")]


def groups(source: ProvinceInput) -> dict[str, dict[str, Any]]:
    return {one["path"]: one for one in documents(source) if one["report"] == "group"}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("level", GROUPS)
def test_a_group_shows_its_alert_beside_its_light(
    five: AlertsInput, small_province: ProvinceInput, level: Level, language: Language
):
    code = str(small_province.series[level].groups[0])
    entry = replace(five.entries[1], alert=replace(five.entries[1].alert, level=level, subject=code))
    told = groups(replace(small_province, alerts={(level, code): entry}))
    of_subject = [one for one in told.values() if one["alert"]["line"]]
    assert [one["path"] for one in of_subject] == [f"{level}/{code}"]
    said = headline(pages(of_subject[0])[language])
    line = of_subject[0]["alert"]["line"]
    assert said.count('class="lamp ') == 2
    assert f'href="../case/{line["case"]["number"]}.html"' in said
    wanted = [
        line["since"],
        line["case"]["state"][language],
        line["rate"][language],
        *(t[language] for t in line["why"]),
    ]
    assert [text for text in wanted if text.replace("'", "&#39;") not in said] == []


def test_a_subject_without_alert_says_so_and_leads_to_the_list(small_province: ProvinceInput):
    for document in groups(replace(small_province, alerts={})).values():
        said = headline(pages(document)[Language.EN])
        assert f"no alert of its own stands on {document['data_until']}" in said
        assert "alerts.html" in said


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("level", [Level.CITY, Level.INDUSTRY])
def test_lines_of_groups_are_marked_where_an_alert_stands(
    five: AlertsInput, small_province: ProvinceInput, level: Level, language: Language
):
    code = str(small_province.series[level].groups[1])
    entry = replace(five.entries[0], alert=replace(five.entries[0].alert, level=level, subject=code))
    source = replace(small_province, alerts={(level, code): entry})
    told = {one["path"]: one for one in documents(source)}
    listed = told[f"{level}/index"]["groups"]
    marked = {one["code"]: one["alert"] for one in listed if one["alert"]}
    assert {code: (one["light"]["colour"], one["since"]) for code, one in marked.items()} == {
        code: ("red", "2024-09-06")
    }
    assert pages(told[f"{level}/index"])[language].count('class="alerted"') == 1
    zone = pages(told[f"zone/{source.about.zone_code}"])[language]
    assert zone.count('class="bell"') == 2  # the group, and the key below
    assert matrix_pages(told["matrix"])[language].count('class="bell"') == 1
    assert {"zh": "预警灯：红灯，自 2024-09-06", "en": "alert light: red, since 2024-09-06"}[language] in matrix_pages(
        told["matrix"]
    )[language]


def test_where_nothing_was_looked_for_nothing_is_said(
    small_province: ProvinceInput, small_enterprise: EnterpriseInput, head: dict[str, Any]
):
    every = [*groups(small_province).values(), enterprise(small_enterprise, head)]
    assert {one["alert"] is None for one in every} == {True}
    assert [one["path"] for one in every if "alert" in headline(pages(one)[Language.EN])] == []


@pytest.mark.parametrize("language", list(Language))
def test_the_alert_comes_before_the_activity_light_of_an_enterprise(
    five: AlertsInput, small_enterprise: EnterpriseInput, head: dict[str, Any], language: Language
):
    line = alert_line(five.entries[1], five.day, head)
    document = enterprise(replace(small_enterprise, alert=line, watched=True), head)
    said = headline(pages(document)[language])
    words = {Language.ZH: ("预警灯", "活跃度灯"), Language.EN: ("Alert light", "Activity light")}[language]
    assert 0 < said.index(words[0]) < said.index(words[1])
    assert said.index(line["why"][0][language]) < said.index(document["reason"][language])

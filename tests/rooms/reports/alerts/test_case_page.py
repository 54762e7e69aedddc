"""The page of a case: reasons, what has been done, what may be done next."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from markupsafe import escape

from openmbi.core.cases import ActionKind, CaseState, Closing
from openmbi.core.language import Language, Text
from openmbi.core.registry import package_folder
from openmbi.flow.cases import BY_PERSONS
from openmbi.reports.case.inputs import CaseInput
from openmbi.reports.case.labels import NEXT
from openmbi.reports.case.page import pages
from openmbi.reports.case.report import DAYS, LEAD_DAYS, case_page


def facts(document: dict[str, Any]) -> dict[str, tuple[str, bool]]:
    return {one["label"]["en"]: (one["text"]["en"], one["warn"]) for one in document["facts"]}


def test_facts_say_who_has_to_act_and_until_when(twelve: CaseInput, head: dict[str, Any]):
    said = facts(case_page(twelve, head))
    assert said["State"] == ("measure taken", False)
    assert said["Owner"] == ("Foshan bureau of industry", False)
    assert said["Due"] == ("2024-09-14 18:00", True)
    assert said["Escalated to"] == ("city", False)
    assert "Closed" not in said
    in_time = replace(twelve, progress=replace(twelve.progress, now=twelve.case.due_at or twelve.progress.now))
    assert facts(case_page(in_time, head))["Due"][1] is False


def test_the_timeline_has_the_latest_first_and_gathers_what_repeats(twelve: CaseInput, head: dict[str, Any]):
    steps = case_page(twelve, head)["timeline"]
    assert [step["kind"] for step in steps] == [
        "measure",
        "fail_verification",
        "feedback",
        "measure",
        "self_check",
        "acknowledge",
        "escalate",
        "assign",
        "refresh",
        "open",
    ]
    renewed = steps[8]
    assert (renewed["count"], renewed["at"], renewed["last"]) == (2, "2024-09-09 09:00", "2024-09-10 09:00")
    assert renewed["said"][0]["en"] == "evidence of 2024-09-10"
    checked = steps[4]
    assert [one["en"] for one in checked["said"]] == ["maintenance", "loss of orders"]
    (evidence,) = checked["evidence"]
    assert (evidence["name"], evidence["hash"]) == ("检修通知.pdf", "3f79bb7b435b")
    assert evidence["sha256"].startswith(evidence["hash"])
    assert (checked["by"]["en"], checked["state"]["en"]) == ("Mr Wang", "self-checked")
    assert steps[6]["state"] is None
    assert "−50.3% from what was expected on 2024-09-11" in steps[1]["said"][0]["en"]


def test_what_may_be_done_next_is_a_command(twelve: CaseInput, head: dict[str, Any]):
    document = case_page(twelve, head)
    assert [one["command"] for one in document["next"]] == [
        "mbi case assign 12 …",
        "mbi case measure 12 --note …",
        "mbi case feedback 12 --note …",
        "mbi case dispute 12 --note … --evidence …",
        "mbi case close 12 --as … --note …",
    ]
    assert set(NEXT) == set(BY_PERSONS)
    none = case_page(replace(twelve, progress=replace(twelve.progress, moves=())), head)
    assert "Nothing is to be done by hand" in pages(none)[Language.EN]


def test_the_chart_reaches_back_before_the_movement(twelve: CaseInput, head: dict[str, Any]):
    history = case_page(twelve, head)["history"]
    assert len(history["close"]) == DAYS
    assert history["marks"] == [{"day": "2024-09-02", "code": "level_shift"}]
    assert history["runs"] == [{"first": "2024-09-02", "last": "2024-09-12", "colour": "red"}]
    assert twelve.history is not None
    long_ago = replace(twelve.case.newest, since=twelve.history.days[65].item())
    case = replace(twelve.case, newest=long_ago)
    old = case_page(replace(twelve, progress=replace(twelve.progress, case=case)), head)["history"]
    assert old["first_day"] == str(twelve.history.days[65 - LEAD_DAYS])
    unknown = replace(twelve.history, close=np.full(len(twelve.history.days), np.nan))
    assert case_page(replace(twelve, history=unknown), head)["history"] is None
    assert case_page(replace(twelve, history=None), head)["history"] is None


@pytest.mark.parametrize("language", list(Language))
def test_page_says_what_the_document_says(twelve: CaseInput, head: dict[str, Any], language: Language):
    document = case_page(twelve, head)
    page = pages(document)[language]
    texts = [one["text"][language] for one in document["reason"]["sentences"]]
    texts += [
        document["rate"][language],
        document["reason"]["headline"][language],
        "检修通知.pdf",
        "mbi case feedback 12",
    ]
    assert [text for text in texts if str(escape(text)) not in page] == []
    assert "<script" not in page
    assert 'href="../alerts.html"' in page
    assert "None" not in page


def test_a_closed_case_under_a_group_says_so(twelve: CaseInput, head: dict[str, Any]):
    closed = replace(
        twelve.case,
        state=CaseState.CLOSED,
        closing=Closing.VERIFIED,
        closed_at=twelve.progress.now,
        due_at=None,
        reopened=2,
    )
    after = replace(twelve.progress, case=closed, moves=(ActionKind.REOPEN,))
    document = case_page(replace(twelve, progress=after, covered_by=Text("佛山市", "Foshan")), head)
    said = facts(document)
    assert (said["State"][0], said["Outcome"][0], said["Taken up again"][0]) == (
        "closed",
        "verified by the data",
        "2 time(s)",
    )
    page = pages(document)[Language.EN]
    assert "The case of Foshan stands for this one" in page
    assert "mbi case reopen 12" in page


def test_a_case_of_days_without_a_notice_says_so(twelve: CaseInput, head: dict[str, Any]):
    calendar = {**twelve.reason["calendar"], "provisional": True}
    unsettled = replace(twelve, reason={**twelve.reason, "calendar": calendar})
    counts = [pages(case_page(one, head))[Language.EN].count("calendar provisional") for one in (twelve, unsettled)]
    assert counts == [0, 1]


def test_the_example_is_what_the_report_makes(twelve: CaseInput, head: dict[str, Any]):
    file = package_folder("openmbi.reports.case") / "example" / "case.json"
    assert json.loads(file.read_text(encoding="utf-8")) == case_page(twelve, head)

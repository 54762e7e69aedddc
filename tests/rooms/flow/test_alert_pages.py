"""The documents of a run's alert pages, from a desk with cases and two enterprises in two cities."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from openmbi.alerts.quality.rate_beside import RateBeside
from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence
from openmbi.core.cases import ActionKind, CaseState, CaseSubject, Cause, Closing
from openmbi.core.judged import Judged
from openmbi.core.language import Language, Text
from openmbi.core.tables import CellPanel, Colour, IndexSeries, IndexTerms, Level, Reading
from openmbi.flow.alert_pages import CLOSED_DAYS, AlertPages
from openmbi.flow.alerts import FoundAlert, Named, RunAlerts
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.case_progress import CaseProgresses
from openmbi.flow.cases import CaseStep, act
from openmbi.flow.compute import Computed
from openmbi.flow.follow_cases import follow_cases
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.roster import Roster
from openmbi.reports.province.frame import frame
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.rendering import pages

FIRST = date(2025, 9, 1)
DAYS = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + 126)
LAST: date = DAYS[-1].item()
NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
SETTINGS = """
source = "power"
name = {zh = "测试", en = "test"}
zone = {code = "440000", zh = "广东省", en = "Guangdong"}
"""
OWNERS = """
owners:
  - {identifier: gd, name: {zh: 省厅, en: province}, role: province, places: ["440000"]}
  - {identifier: foshan, name: {zh: 佛山局, en: Foshan office}, role: city, places: ["440600"]}
"""
PLACES = {"A": "440604", "B": "440305"}


def computed() -> Computed:
    relative = np.ones((2, len(DAYS)))
    relative[0, -6:] = 0.3
    flags = np.zeros(relative.shape, bool)
    terms = IndexTerms("a", np.array(["A", "B"]), DAYS, np.ones(2), relative, ~flags, np.ones(len(DAYS)), flags, flags)
    panel = CellPanel(
        "use_kwh", "kWh", terms.subjects, DAYS, relative * 100, np.full(flags.shape, Reading.NORMAL, np.uint8)
    )
    series = IndexSeries("a", "440000", DAYS, 100 * relative.mean(axis=0), np.ones(len(DAYS)), flags[0])
    return cast(Computed, SimpleNamespace(terms=terms, panel=panel, groups=None, series=series))


def alert(level: Level, subject: str, place: str, colour: Colour = Colour.RED, **differs: Any) -> FoundAlert:
    evidence = SourceEvidence("use_kwh", "kWh", 100.0, 30.0, -1.2, (), 1e-6)
    since = LAST - timedelta(days=5)
    found = Alert(level, subject, LAST, since, Direction.DOWN, (Channel.LEVEL,), (evidence,), 1e-6, 0.01, "C39", colour)
    about = CaseSubject(level, subject, place, "C39" if level is Level.ENTERPRISE else None)
    return FoundAlert(replace(found, **differs), Named(Text(subject, subject), about))


@pytest.fixture
def desk(tmp_path: Path) -> CaseDesk:
    (tmp_path / "bureau.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "owners.yml").write_text(OWNERS, encoding="utf-8")
    return CaseDesk(load_bureau(tmp_path))


@pytest.fixture
def found() -> RunAlerts:
    alerts = (
        alert(Level.ENTERPRISE, "B", PLACES["B"], Colour.YELLOW),
        alert(Level.ENTERPRISE, "A", PLACES["A"]),
        alert(Level.ZONE, "440000", "440000"),
    )
    return RunAlerts(
        "000001",
        datetime(2026, 1, 4, 16, tzinfo=UTC),
        LAST,
        alerts,
        (),
        judged=Judged(2, young=1, unsteady=0, days_missing=0),
    )


def made(desk: CaseDesk, found: RunAlerts, now: datetime) -> AlertPages:
    def rate(one: Alert) -> RateBeside:
        return RateBeside(None, None, False, Text(f"{one.subject} 的误报率", f"rate of {one.subject}"))

    names = Roster(names={"A": "甲厂", "B": "乙厂"})
    return AlertPages(desk, found, declarations_in_force(None), names, computed(), rate, now)


def documents(pages_of: AlertPages, province: ProvinceInput) -> dict[str, dict[str, Any]]:
    return {one["path"]: one for one in pages_of.documents(frame(province))}


def test_lists_and_case_pages_are_made(desk: CaseDesk, found: RunAlerts, small_province: ProvinceInput):
    follow_cases(desk, found, NOW)
    told = documents(made(desk, found, NOW), small_province)
    assert set(told) == {"alerts", "alerts/440300", "alerts/440600", "case/1", "case/2", "case/3"}
    assert [text["en"][:18] for text in told["alerts"]["unjudged"]] == ["1 of 2 enterprises"]
    lines = told["alerts"]["listed"]
    assert [(line["level"]["code"], line["name"]["zh"]) for line in lines] == [
        ("zone", "440000"),
        ("enterprise", "A"),
        ("enterprise", "B"),
    ]
    numbers = {line["name"]["zh"]: line["case"]["path"] for line in lines}
    case = told[numbers["A"]]
    assert case["name"]["zh"] == "甲厂"
    assert [text["zh"] for text in case["where"]] == ["禅城区", "计算机、通信和其他电子设备制造业"]
    assert case["rate"]["en"] == "rate of A"
    assert case["history"]["close"][-1] == "30.00"
    assert {fact["text"]["zh"] for fact in case["facts"]} >= {"佛山局"}
    assert told[numbers["440000"]]["history"]["close"][-1] == "65.00"
    for document in told.values():
        assert all("None" not in page for page in pages(document).values())


def test_no_reading_is_held_open_while_pages_are_drawn(desk: CaseDesk, found: RunAlerts, small_province: ProvinceInput):
    follow_cases(desk, found, NOW)
    number = next(case.number for case in desk.ledger.find() if case.subject == "A")
    half_way = made(desk, found, NOW).documents(frame(small_province))
    next(half_way)
    act(desk, number, CaseStep(ActionKind.ASSIGN, owner="foshan"), actor="gd", now=NOW + timedelta(hours=1))
    meanwhile = next(case.state for case in desk.ledger.find() if case.number == number)
    told = {one["path"]: one for one in half_way}
    assert meanwhile is CaseState.ASSIGNED  # what is read half way is not of the moment at which the pages were begun
    assert told[f"case/{number}"]["state"]["code"] == "open"


def test_a_case_shows_what_was_done_and_what_may_be_done(
    desk: CaseDesk, found: RunAlerts, small_province: ProvinceInput
):
    follow_cases(desk, found, NOW)
    number = next(case.number for case in desk.ledger.find() if case.subject == "A")
    later = NOW + timedelta(hours=3)
    act(desk, number, CaseStep(ActionKind.ASSIGN, owner="foshan"), actor="gd", now=later)
    document = documents(made(desk, found, later), small_province)[f"case/{number}"]
    assert [step["kind"] for step in document["timeline"]] == ["assign", "open"]
    assert document["timeline"][0]["by"]["en"] == "province"
    assert document["state"]["code"] == "assigned"
    assert "acknowledge" in [step["kind"] for step in document["next"]]
    assert f"mbi case ack {number}" in pages(document)[Language.ZH]


def test_closed_cases_keep_their_page_for_a_while_and_are_remembered(
    desk: CaseDesk, found: RunAlerts, small_province: ProvinceInput
):
    follow_cases(desk, found, NOW)
    number = next(case.number for case in desk.ledger.find() if case.subject == "A")
    for hours, step in enumerate(
        (
            CaseStep(ActionKind.ASSIGN, owner="foshan"),
            CaseStep(ActionKind.ACKNOWLEDGE),
            CaseStep(ActionKind.SELF_CHECK, causes=(Cause.NO_EVENT,)),
            CaseStep(ActionKind.CLOSE, "到现场核实", closing=Closing.FALSE_ALARM),
        ),
        1,
    ):
        act(desk, number, step, actor="gd", now=NOW + timedelta(hours=hours))
    soon, late = NOW + timedelta(days=1), NOW + timedelta(days=CLOSED_DAYS + 2)
    shown = documents(made(desk, found, soon), small_province)
    assert "false alarm" in [fact["text"]["en"] for fact in shown[f"case/{number}"]["facts"]]
    assert shown["alerts"]["listed"][1]["case"] is None
    assert f"case/{number}" not in documents(made(desk, found, late), small_province)
    again = alert(Level.ENTERPRISE, "A", PLACES["A"], found_on=LAST + timedelta(days=9))
    told = documents(made(desk, replace(found, alerts=(again,)), late), small_province)
    assert told["alerts"]["listed"]
    past = made(desk, replace(found, alerts=(again,)), late)
    assert [one.case.number for one in past.reasons.past] == [number]
    assert past.reasons.of(again)["past"]["causes"][0]["name"]["en"] == "confirmed no event"


def test_how_far_a_case_has_come_is_told_when_asked(desk: CaseDesk, found: RunAlerts):
    follow_cases(desk, found, NOW)
    number = next(case.number for case in desk.ledger.find() if case.subject == "A")
    now = NOW + timedelta(hours=1)
    told = CaseProgresses(desk.bureau, lambda: now)
    before = told.document(number)
    act(desk, number, CaseStep(ActionKind.ASSIGN, owner="foshan"), actor="gd", now=now)
    after = told.document(number)
    assert before is not None
    assert after is not None
    assert (before["state"]["code"], after["state"]["code"], after["version"]) == ("open", "assigned", 2)
    assert after["looked_at"] == f"{now.astimezone(desk.bureau.zone):%Y-%m-%d %H:%M}"
    assert told.document(99) is None

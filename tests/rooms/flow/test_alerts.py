"""The alerts of a run: kept, read back, chosen, and whom they are about."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from openmbi.core.alerts import Alert, Channel, Direction, Standing
from openmbi.core.cases import CaseSubject
from openmbi.core.judged import Judged
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import ENTERPRISES, Colour, Level
from openmbi.flow.alert_subjects import subjects_of
from openmbi.flow.alerts import FoundAlert, Named, RunAlerts, Wanted, alerts_document, chosen, newest_alerts, run_alerts
from openmbi.flow.bureau import Zone, load_bureau
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.roster import Roster
from openmbi.store.runs import Saved

DAY = date(2026, 1, 4)
AS_OF = datetime(2026, 1, 5, tzinfo=UTC)
RED = Alert(
    level=Level.ENTERPRISE,
    subject="A",
    found_on=DAY,
    since=DAY,
    direction=Direction.DOWN,
    channels=(Channel.LEVEL,),
    sources=(),
    p_value=1e-6,
    q_value=0.01,
    stratum="C39",
    colour=Colour.RED,
)
SETTINGS = 'source = "power"\nname = {zh = "测", en = "t"}\nzone = {code = "440000", zh = "粤", en = "GD"}\n'


def found(alert: Alert, place: str = "440604") -> FoundAlert:
    about = CaseSubject(alert.level, alert.subject, place, "C39")
    return FoundAlert(alert, Named(Text(f"{alert.subject}厂", f"works {alert.subject}"), about))


def saved_in(folder: Path) -> Saved:
    return Saved("000001", folder, {"as_of": AS_OF.isoformat()})


def test_what_was_found_comes_back_with_names_and_places(tmp_path: Path):
    one = found(RED)
    standing = Standing(Level.ENTERPRISE, "B", DAY, -0.2, 3)
    judged = Judged(1106, young=12, unsteady=3, days_missing=0)
    document = alerts_document([RED], [standing], DAY, lambda *_: one.subject, for_cases=False, judged=judged)
    (tmp_path / "alerts.json").write_text(json.dumps(document), encoding="utf-8")
    made = RunAlerts("000001", AS_OF, DAY, (one,), (standing,), for_cases=False, judged=judged)
    assert run_alerts(saved_in(tmp_path)) == made
    del document["judged"]  # of a run before they were counted
    (tmp_path / "alerts.json").write_text(json.dumps(document), encoding="utf-8")
    assert run_alerts(saved_in(tmp_path)) == replace(made, judged=None)


def test_a_run_that_did_not_look_says_so(tmp_path: Path):
    assert run_alerts(saved_in(tmp_path)) is None
    (tmp_path / "bureau.toml").write_text(SETTINGS, encoding="utf-8")
    run = tmp_path / "store" / "runs" / "000001"
    run.mkdir(parents=True)
    (run / "pins.json").write_text('{"as_of": "2026-01-05T00:00:00+00:00"}', encoding="utf-8")
    with pytest.raises(Problem) as caught:
        newest_alerts(load_bureau(tmp_path))
    assert caught.value.code == "alerts.not-looked-for"


def test_the_gravest_come_first():
    alerts = (
        replace(RED, subject="yellow", colour=Colour.YELLOW, q_value=0.0001),
        replace(RED, subject="unknown", q_value=math.nan),
        replace(RED, subject="likely", q_value=0.05),
        replace(RED, subject="sure", q_value=0.001),
        replace(RED, subject="440600-C39", level=Level.CELL),
    )
    run = RunAlerts("000001", AS_OF, DAY, tuple(found(one) for one in alerts), ())
    order = [one.alert.subject for one in chosen(run, Wanted())]
    assert order == ["440600-C39", "sure", "likely", "unknown", "yellow"]


@pytest.mark.parametrize(
    ("wanted", "subjects"),
    [
        (Wanted(), {"A", "B"}),
        (Wanted(covered=True), {"A", "B", "C"}),
        (Wanted(colour=Colour.YELLOW), {"B"}),
        (Wanted(level=Level.CELL), set()),
        (Wanted(place="440604"), {"A"}),
        (Wanted(place="440600"), {"A"}),
        (Wanted(place="440000", covered=True), {"A", "B", "C"}),
        (Wanted(place="44"), set()),
    ],
)
def test_alerts_are_chosen(wanted: Wanted, subjects: set[str]):
    alerts = (
        found(RED),
        found(replace(RED, subject="B", colour=Colour.YELLOW), "441900"),
        found(replace(RED, subject="C", covered_by=(Level.CELL, "440600-C39"))),
    )
    run = RunAlerts("000001", AS_OF, DAY, alerts, ())
    assert {one.alert.subject for one in chosen(run, wanted)} == subjects


ROW = {field.name: None for field in ENTERPRISES} | {"valid_from": date(2020, 1, 1), "row_no": 1}
ROSTER = Roster(
    register=pa.Table.from_pylist(
        [
            ROW | {"enterprise": "A", "place": "440305"},
            ROW | {"enterprise": "A", "place": "440604", "valid_from": date(2024, 1, 1)},
            ROW | {"enterprise": "N"},
        ],
        schema=ENTERPRISES,
    ),
    names={"A": "甲有限公司"},
    industries={"A": "C3911"},
)


@pytest.mark.parametrize(
    ("level", "code", "name", "place", "industry"),
    [
        (Level.ENTERPRISE, "A", "甲有限公司", "440604", "C39"),
        (Level.ENTERPRISE, "N", "N", "440000", None),
        (Level.ENTERPRISE, "unheard-of", "unheard-of", "440000", None),
        (Level.ZONE, "440000", "Guangdong", "440000", None),
        (Level.CITY, "440600", "Foshan", "440600", None),
        (Level.INDUSTRY, "C39", None, "440000", "C39"),
        (Level.CELL, "440600-C39", None, "440600", "C39"),
    ],
)
def test_whom_an_alert_is_about(level: Level, code: str, name: str | None, place: str, industry: str | None):
    zone = Zone(code="440000", zh="广东省", en="Guangdong")
    told = subjects_of(zone, declarations_in_force(None), ROSTER, DAY)(level, code)
    assert told.about == CaseSubject(level, code, place, industry)
    assert name in {None, told.name.en}
    assert told.name.zh

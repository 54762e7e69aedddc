"""Silences: who may ask for what, for how long, and that each is kept with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from openmbi.core.cases import CaseSubject
from openmbi.core.problems import Problem
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Level
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.silences import SilenceAsked, add_silence, end_silence

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SETTINGS = """
source = "power"
name = {zh = "测试", en = "test"}
zone = {code = "440000", zh = "广东省", en = "Guangdong"}
"""
OWNERS = """
owners:
  - {identifier: province, name: {zh: 省厅, en: province}, role: province, places: ["440000"]}
  - {identifier: shenzhen, name: {zh: 深圳市局, en: Shenzhen}, role: city, places: ["440300"]}
  - {identifier: pingshan, name: {zh: 坪山区局, en: Pingshan}, role: county, places: ["440310"]}
  - {identifier: works, name: {zh: 甲, en: works}, role: enterprise, places: ["440310"], enterprises: [91440310827523280X]}
actors:
  - {identifier: li, name: {zh: 李, en: Li}, owner: shenzhen}
"""
WORKS = "91440310827523280X"
IN_A_PLACE = SilenceAsked(SilenceKind.SILENCE, "staggered production", NOW, NOW + 30 * DAY, place="440310")


@pytest.fixture
def bare(tmp_path: Path) -> CaseDesk:
    """A bureau without data."""
    (tmp_path / "bureau.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "owners.yml").write_text(OWNERS, encoding="utf-8")
    return CaseDesk(load_bureau(tmp_path))


def refused(desk: CaseDesk, asked: SilenceAsked, by: str = "li") -> str:
    with pytest.raises(Problem) as caught:
        add_silence(desk, asked, by=by, now=NOW)
    assert desk.silences.find() == ()
    return caught.value.code


def test_a_silence_is_kept_with_reason_expiry_and_audit_line(bare: CaseDesk):
    asked = replace(IN_A_PLACE, industry="C30", level=Level.ENTERPRISE, reason=" staggered production ")
    made = add_silence(bare, asked, by="li", now=NOW)
    assert bare.silences.find() == (made,)
    assert (made.number, made.reason, made.by, made.made_at) == (1, "staggered production", "li", NOW)
    assert made.covers(CaseSubject(Level.ENTERPRISE, "A", "440310", "C30"))
    assert not made.covers(CaseSubject(Level.ENTERPRISE, "A", "440310", "C39"))
    assert not made.covers(CaseSubject(Level.CELL, "A", "440310", "C30"))
    assert bare.ledger.verify_chain().faults == ()


def test_a_silence_is_ended_once_by_an_office_of_its_place(bare: CaseDesk):
    made = add_silence(bare, IN_A_PLACE, by="province", now=NOW)
    assert made.in_force(NOW + DAY)
    with pytest.raises(Problem) as caught:
        end_silence(bare, made.number, by="works", now=NOW + DAY)
    assert caught.value.code == "silence.not-yours"
    ended = end_silence(bare, made.number, by="pingshan", now=NOW + DAY)
    assert not ended.in_force(NOW + DAY)
    with pytest.raises(Problem) as caught:
        end_silence(bare, made.number, by="pingshan", now=NOW + 2 * DAY)
    assert caught.value.code == "silence.over"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "  "}, "silence.no-reason"),
        ({"place": None}, "silence.of-everything"),
        ({"place": None, "level": Level.ENTERPRISE}, "silence.of-everything"),
        ({"expires_at": NOW + 367 * DAY}, "silence.too-long"),
        ({"expires_at": NOW}, "silence.no-time"),
        ({"place": "440999"}, "silence.unknown-place"),
        ({"industry": "C3911"}, "silence.unknown-industry"),
        ({"industry": "electronics"}, "silence.unknown-industry"),
        ({"enterprise": "nobody"}, "silence.unknown-enterprise"),
    ],
)
def test_what_is_refused(bare: CaseDesk, changes: dict[str, object], code: str):
    assert refused(bare, replace(IN_A_PLACE, **changes)) == code


@pytest.mark.parametrize(
    ("place", "by", "allowed"),
    [
        ("440310", "pingshan", True),
        ("440310", "shenzhen", True),
        ("440310", "li", True),
        ("440310", "province", True),
        ("440300", "pingshan", False),  # a county does not silence its city
        ("440305", "pingshan", False),
        ("440310", "works", False),  # an enterprise silences nothing, itself neither
        ("440310", "nobody", False),
        (None, "li", False),  # an industry of the whole zone
        (None, "province", True),
    ],
)
def test_only_offices_of_the_place_may(bare: CaseDesk, place: str | None, by: str, allowed: bool):
    asked = replace(IN_A_PLACE, place=place, industry="C30")
    if allowed:
        assert add_silence(bare, asked, by=by, now=NOW).by == by
    else:
        assert refused(bare, asked, by) == "silence.not-yours"


def test_a_registered_enterprise_is_silenced_by_the_office_of_its_place(desk):
    folder = desk().bureau.folder
    (folder / "owners.yml").write_text(OWNERS, encoding="utf-8")
    own = CaseDesk(load_bureau(folder))
    asked = replace(IN_A_PLACE, kind=SilenceKind.MAINTENANCE, enterprise=WORKS, place=None)
    made = add_silence(own, asked, by="pingshan", now=NOW)
    assert (made.level, made.subject, made.kind) == (Level.ENTERPRISE, WORKS, SilenceKind.MAINTENANCE)
    with pytest.raises(Problem) as caught:
        add_silence(own, replace(asked, enterprise="91440305329437988W"), by="pingshan", now=NOW)
    assert caught.value.code == "silence.not-yours"
    assert isinstance(own.silences.get(made.number), Silence)

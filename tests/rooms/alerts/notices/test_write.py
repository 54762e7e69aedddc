"""Notices: one for each occasion and owner, told once; names only where an owner's notices may have them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from openmbi.alerts.notices.write import Audience, new_notices
from openmbi.core.alerts import Alert
from openmbi.core.cases import Case, CaseState, Cause, Closing, Filed
from openmbi.core.notices import Notice
from openmbi.core.owners import Role
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Level

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def written(case: Case, audience: Audience, told: dict[str, set[str]] | None = None, now: datetime = NOW):
    return new_notices([case], audience, told or {}, now)


def told_by(notices: tuple[Notice, ...]) -> dict[str, set[str]]:
    return {owner: {n.key for n in notices if n.owner == owner} for owner in {n.owner for n in notices}}


def test_a_new_case_is_told_in_both_languages(case: Case, audience: Audience):
    county, plant = written(case, audience)
    assert (county.owner, plant.owner) == ("county", "plant")
    assert county.cases == (12,)
    assert county.created_at == NOW
    expected = (
        "case 12 [yellow] an enterprise, 440106: below what was expected since 2025-12-28, "
        "to be dealt with by 2026-01-06 09:00"
    )
    assert county.body.en == expected
    assert county.body.zh == "工单 12【黄】一家企业，440106：自 2025-12-28 起低于预期，须于 2026-01-06 09:00 前处理"


def test_an_enterprise_is_named_only_where_that_is_said(case: Case, audience: Audience):
    county, plant = written(case, audience)
    assert case.subject not in county.body.en + county.body.zh
    assert "C39" not in county.body.en
    assert f"Name of {case.subject}" in plant.body.en


def test_a_group_is_named(case: Case, audience: Audience):
    cell = replace(case, level=Level.CELL, subject="440100-C39", place="440100", owner="county")
    (notice,) = written(cell, audience)
    assert "cell 440100-C39" in notice.body.en


def test_nothing_is_told_twice(case: Case, audience: Audience, red: Alert):
    first = written(case, audience)
    assert first
    assert written(case, audience, told_by(first)) == ()
    later = replace(case, newest=red, version=7)
    second = written(later, audience, told_by(first))
    assert [(notice.owner, notice.title.en) for notice in second] == [("county", "from yellow to red")]


def test_the_office_is_told_what_the_enterprise_filed_but_not_what_it_filed_itself(case: Case, audience: Audience):
    told = told_by(written(case, audience))
    by_plant = Filed("plant", NOW, "a secret of ours")
    checked = replace(case, self_check=by_plant, causes=(Cause.ACCIDENT, Cause.POWER_CUT), feedback=(by_plant,))
    first, second = written(checked, audience, told)
    assert (first.owner, second.owner) == ("county", "county")
    assert first.body.en == (
        "case 12 [yellow] an enterprise, 440106: found behind it: accident, power cut, to be dealt with by 2026-01-06 09:00"
    )
    assert "自查原因：事故、停电限电" in first.body.zh
    assert second.title.en == "feedback given"
    assert "secret" not in first.body.en + second.body.en
    by_county = Filed("county", NOW, "we asked")
    assert written(replace(checked, self_check=by_county, feedback=(by_county,)), audience, told) == ()


def test_only_those_are_told_of_the_end_who_were_told_of_the_case(case: Case, audience: Audience):
    closed = replace(case, state=CaseState.CLOSED, closing=Closing.RECOVERED)
    assert written(closed, audience) == ()
    told = {"county": {n.key for n in written(case, audience) if n.owner == "county"}}
    (notice,) = written(closed, audience, told)
    assert notice.owner == "county"
    assert notice.body.en.endswith("recovered by itself")


def test_the_office_above_is_told_of_the_end_too(case: Case, audience: Audience):
    above = replace(case, escalated_to=Role.CITY)
    told = told_by(written(above, audience))
    closed = replace(above, state=CaseState.CLOSED, closing=Closing.FALSE_ALARM)
    assert {notice.owner for notice in written(closed, audience, told)} == {"county", "city", "plant"}


def test_a_closed_case_that_was_reopened_is_told_again(case: Case, audience: Audience):
    told = told_by(written(case, audience))
    again = replace(case, reopened=1)
    assert {notice.title.en for notice in written(again, audience, told)} == {"reopened"}
    closed = replace(again, state=CaseState.CLOSED, closing=Closing.VERIFIED)
    assert written(closed, audience, told) == ()  # nobody was told of the second round


def test_a_silence_keeps_quiet_until_it_is_over(case: Case, audience: Audience):
    expires = NOW + timedelta(days=1)
    silence = Silence(1, SilenceKind.MAINTENANCE, "repairs", "li", NOW, NOW, expires, place="440100")
    silent = replace(audience, silences=(silence,))
    assert written(case, silent) == ()
    assert written(case, silent, now=expires) != ()
    elsewhere = replace(audience, silences=(replace(silence, place="440300"),))
    assert written(case, elsewhere) != ()


def test_moments_are_told_in_the_time_of_the_place(case: Case, audience: Audience):
    here = replace(audience, naming=replace(audience.naming, zone=ZoneInfo("Asia/Shanghai")))
    assert "2026-01-06 17:00" in written(case, here)[0].body.en

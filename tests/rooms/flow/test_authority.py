"""Who may act on a case, and by whose name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from openmbi.catalog.owners import LONE_BUREAU
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.cases import ActionKind, Case, CaseState, Dispute, Filed
from openmbi.core.language import Text
from openmbi.core.owners import Actor, Owner, Owners, Role
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level
from openmbi.flow.authority import OF_ENTERPRISES, acting, check_authority

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
FIRM = "91440604MA000001"


def owner(identifier: str, role: Role, place: str, *enterprises: str) -> Owner:
    return Owner(identifier, Text(identifier, identifier), role, (place,), enterprises=enterprises)


OWNERS = Owners(
    (
        owner("gd", Role.PROVINCE, "440000"),
        owner("foshan", Role.CITY, "440600"),
        owner("chancheng", Role.COUNTY, "440604"),
        owner("dongguan", Role.CITY, "441900"),
        owner("firm", Role.ENTERPRISE, "440604", FIRM),
        owner("other-firm", Role.ENTERPRISE, "440604", "91440604MA000002"),
    ),
    (Actor("li-na", Text("李娜", "Li Na"), "foshan", ("lina",)), Actor("wu", Text("吴", "Wu"), "firm")),
)
DOWN = Alert(
    level=Level.ENTERPRISE,
    subject=FIRM,
    found_on=date(2026, 1, 2),
    since=date(2026, 1, 1),
    direction=Direction.DOWN,
    channels=(Channel.LEVEL,),
    sources=(),
    p_value=1e-6,
    q_value=0.01,
    stratum="C39",
    colour=Colour.RED,
)
CASE = Case(1, 1, Level.ENTERPRISE, FIRM, "440604", "C39", CaseState.OPEN, "chancheng", NOW, NOW, DOWN, DOWN)


def code_of(actor: str, kind: ActionKind, case: Case = CASE) -> str | None:
    try:
        check_authority(OWNERS, actor, case, kind)
    except Problem as problem:
        return problem.code
    return None


@pytest.mark.parametrize(
    ("by", "login", "actor"),
    [("li-na", "root", "li-na"), ("foshan", "root", "foshan"), (None, "lina", "li-na")],
)
def test_an_actor_is_named_or_known_by_login(by: str | None, login: str, actor: str):
    assert acting(OWNERS, by, login) == actor


def test_without_owners_the_bureau_acts():
    assert acting(LONE_BUREAU, None, "anybody") == "bureau"


@pytest.mark.parametrize(
    ("owners", "by"), [(OWNERS, "nobody"), (LONE_BUREAU, "nobody"), (OWNERS, None), (OWNERS, "lina")]
)
def test_nobody_else_acts(owners: Owners, by: str | None):
    with pytest.raises(Problem) as caught:
        acting(owners, by, "root")
    assert caught.value.code == "case.unknown-actor"


@pytest.mark.parametrize("actor", ["gd", "foshan", "chancheng", "li-na"])
def test_an_office_around_the_case_may_take_every_step(actor: str):
    assert {code_of(actor, kind) for kind in ActionKind} == {None}


@pytest.mark.parametrize("actor", ["dongguan", "other-firm", "nobody"])
def test_others_may_take_none(actor: str):
    assert {code_of(actor, kind) for kind in ActionKind} == {"case.not-yours"}


@pytest.mark.parametrize("actor", ["firm", "wu"])
def test_an_enterprise_answers_but_does_not_judge(actor: str):
    allowed = {kind for kind in ActionKind if code_of(actor, kind) is None}
    assert allowed == OF_ENTERPRISES
    assert not allowed & {ActionKind.CLOSE, ActionKind.VERIFY, ActionKind.RESOLVE_DISPUTE, ActionKind.ASSIGN}


def test_a_case_given_to_an_office_elsewhere_is_that_office_s():
    assert code_of("dongguan", ActionKind.ACKNOWLEDGE, replace(CASE, owner="dongguan")) is None


def test_nobody_decides_an_objection_of_their_own():
    dispute = Dispute(Filed("li-na", NOW, "the meter"), NOW, CaseState.OPEN, timedelta(days=1))
    disputed = replace(CASE, state=CaseState.DISPUTED, disputes=(dispute,))
    assert code_of("li-na", ActionKind.RESOLVE_DISPUTE, disputed) == "case.own-dispute"
    assert code_of("gd", ActionKind.RESOLVE_DISPUTE, disputed) is None

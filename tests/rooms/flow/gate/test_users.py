"""Users at the gate: every question by every role; nobody acts on itself; no officer alone gets into another's place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.rooms.flow.access.conftest import NOW, PASSWORD, QUICK, added, desk_in

from openmbi.core.access import LOCAL, Scope, UserRole, Viewer
from openmbi.core.problems import Problem
from openmbi.flow.access import desk as desk_module
from openmbi.flow.access.changes import NewUser, change_own_password
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import viewer_of
from openmbi.flow.access.sign_in import sign_in
from openmbi.flow.access.tokens import viewer_of_token
from openmbi.flow.gate import users
from openmbi.flow.gate.gate import Gate

NEW = "quite another long one"
ADMINISTRATOR, SECURITY, AUDIT = UserRole.ADMINISTRATOR, UserRole.SECURITY, UserRole.AUDIT
ROLES = tuple(role for role in UserRole if role is not UserRole.ENTERPRISE)  # one needs a registered enterprise


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AccessDesk:
    monkeypatch.setattr(desk_module, "HASHER", QUICK)
    return desk_in(tmp_path / "desk")


@pytest.fixture
def gate(desk: AccessDesk) -> Gate:
    for role in ROLES:
        added(desk, f"the-{role}", role)
    added(desk, "wang", None)
    return Gate(desk.bureau, lambda: NOW)


def viewer(gate: Gate, role: UserRole) -> Viewer:
    found = AccessDesk(gate.bureau).users.get(f"the-{role}").viewer()
    assert found
    return found


ASKED: dict[str, tuple[set[UserRole], Callable[[Gate, Viewer], object]]] = {
    "users": ({ADMINISTRATOR, SECURITY, AUDIT}, users.users),
    "user": ({ADMINISTRATOR, SECURITY, AUDIT}, lambda gate, who: users.user(gate, who, "wang")),
    "add": ({ADMINISTRATOR}, lambda gate, who: users.add(gate, who, NewUser("zhao", "Zhao", NEW))),
    "change": ({ADMINISTRATOR}, lambda gate, who: users.change(gate, who, "wang", name="Wang Fang")),
    "disable": ({ADMINISTRATOR}, lambda gate, who: users.disable(gate, who, "wang")),
    "enable": ({ADMINISTRATOR}, lambda gate, who: users.enable(gate, who, "wang")),
    "password": ({ADMINISTRATOR}, lambda gate, who: users.reset_password(gate, who, "wang", NEW)),
    "role": ({SECURITY}, lambda gate, who: users.grant(gate, who, "wang", UserRole.CITY, Scope(("440600",)))),
    "unlock": ({SECURITY}, lambda gate, who: users.unlock(gate, who, "wang")),
    "sign-out": ({SECURITY}, lambda gate, who: users.end_sessions(gate, who, "wang")),
}


def refusal(ask: Callable[[], object]) -> str | None:
    try:
        ask()
    except Problem as problem:
        return problem.code
    return None


@pytest.mark.parametrize("asked", ASKED)
def test_every_question_by_every_role(gate: Gate, asked: str):
    permitted, ask = ASKED[asked]
    chain = AccessDesk(gate.bureau).chain
    for role in ROLES:
        who = viewer(gate, role)
        assert refusal(lambda who=who: ask(gate, who)) == (None if role in permitted else "access.not-permitted"), role
        last = chain.last()
        assert last
        assert (last.kind == "access.not-permitted" and last.actor == who.user) == (role not in permitted), role
    assert refusal(lambda: ask(gate, LOCAL)) == "access.not-permitted"


@pytest.mark.parametrize("asked", ["change", "disable", "enable", "password", "role", "unlock"])
def test_nobody_acts_on_itself(gate: Gate, asked: str):
    own: dict[str, Callable[[Viewer], object]] = {
        "change": lambda who: users.change(gate, who, who.user, name="Else"),
        "disable": lambda who: users.disable(gate, who, who.user),
        "enable": lambda who: users.enable(gate, who, who.user),
        "password": lambda who: users.reset_password(gate, who, who.user, NEW),
        "role": lambda who: users.grant(gate, who, who.user, UserRole.PROVINCE, Scope()),
        "unlock": lambda who: users.unlock(gate, who, who.user),
    }
    for role in ASKED[asked][0]:
        assert refusal(lambda role=role: own[asked](viewer(gate, role))) == "user.yourself"


def test_an_administrator_alone_makes_nobody_who_sees_anything(gate: Gate, desk: AccessDesk):
    boss = viewer(gate, ADMINISTRATOR)
    for more in ({"role": UserRole.PROVINCE}, {"owner": "gd"}, {"scope": Scope(("000000",))}):
        asked = NewUser("zhao", "Zhao", NEW, **more)
        assert refusal(lambda asked=asked: users.add(gate, boss, asked)) == "access.not-permitted"
    users.add(gate, boss, NewUser("zhao", "Zhao", NEW))
    assert refusal(lambda: sign_in(desk, "zhao", NEW, now=NOW, source="-")) == "access.refused"
    users.grant(gate, viewer(gate, SECURITY), "zhao", UserRole.CITY, Scope(("440600",)))
    assert sign_in(desk, "zhao", NEW, now=NOW, source="-").must_change_password


def test_a_password_that_the_administrator_set_opens_only_after_the_security_officer(gate: Gate, desk: AccessDesk):
    for target in ("the-province", "the-security"):
        session = sign_in(desk, target, PASSWORD, now=NOW, source="-")
        users.reset_password(gate, viewer(gate, ADMINISTRATOR), target, NEW)
        assert viewer_of(desk, session.secret, now=NOW) is None
        assert refusal(lambda target=target: sign_in(desk, target, NEW, now=NOW, source="-")) == "access.refused"
    users.unlock(gate, viewer(gate, SECURITY), "the-province")
    began = sign_in(desk, "the-province", NEW, now=NOW, source="-")
    assert viewer_of(desk, began.secret, now=NOW) is None, "it must be changed first"
    change_own_password(desk, "the-province", NEW, PASSWORD, now=NOW, source="-")
    assert viewer_of(desk, sign_in(desk, "the-province", PASSWORD, now=NOW, source="-").secret, now=NOW)


def test_everybody_sees_and_ends_what_is_their_own(gate: Gate, desk: AccessDesk):
    city, county = viewer(gate, UserRole.CITY), viewer(gate, UserRole.COUNTY)
    kept, other = (sign_in(desk, city.user, PASSWORD, now=NOW, source="-") for _ in range(2))
    made = users.create_token(gate, city, "yearbook script", 7)
    mine = users.own(gate, city)
    assert {one["identifier"] for one in mine["sessions"]} == {kept.kept.identifier, other.kept.identifier}
    assert [one["label"] for one in mine["tokens"]] == ["yearbook script"]
    assert refusal(lambda: users.end_sessions(gate, county, city.user)) == "access.not-permitted"
    assert refusal(lambda: users.revoke_token(gate, county, made.token.identifier)) == "access.not-permitted"
    ended = users.end_sessions(gate, city, city.user, but=kept.kept.identifier)
    assert [one.identifier for one in ended] == [other.kept.identifier]
    assert users.revoke_token(gate, city, made.token.identifier)["revoked_at"]
    assert refusal(lambda: users.own(gate, LOCAL)) == "user.none"


def test_who_came_by_a_token_changes_nothing(gate: Gate, desk: AccessDesk):
    security = viewer(gate, SECURITY)
    made = users.create_token(gate, security, "script")
    reader = viewer_of_token(desk, made.secret, now=NOW)
    assert reader
    assert reader.reads_only
    for ask in (
        lambda: users.create_token(gate, reader, "another"),
        lambda: users.revoke_token(gate, reader, made.token.identifier),
        lambda: users.end_sessions(gate, reader, reader.user),
        lambda: users.unlock(gate, reader, "wang"),
    ):
        assert refusal(ask) == "access.not-permitted"

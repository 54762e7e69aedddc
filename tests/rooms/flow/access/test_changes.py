"""Adding and changing users: the three officers first, what is refused, and what the audit chain tells."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from tests.rooms.flow.access.conftest import NOW, PASSWORD, added, desk_in

from openmbi.core.access import Scope, UserRole
from openmbi.core.problems import Problem
from openmbi.core.users import OFFICERS
from openmbi.flow.access.changes import NewUser, add_first_users, add_user, change_user, set_password, set_role
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import end_all, live_sessions, viewer_of
from openmbi.flow.access.sign_in import sign_in
from openmbi.flow.access.tokens import create_token, viewer_of_token

BY = "machine:li"
OWNERS = """
owners:
  - {identifier: gd, name: {zh: 省, en: province}, role: province, places: ["440000"]}
  - {identifier: foshan, name: {zh: 佛山, en: Foshan}, role: city, places: ["440600"]}
"""


def new(identifier: str = "wang", **more) -> NewUser:
    return NewUser(identifier, more.pop("name", "Wang Fang"), **({"password": PASSWORD} | more))


def refusal(ask, *given, **more) -> str:
    with pytest.raises(Problem) as raised:
        ask(*given, by=BY, now=NOW, **more)
    return raised.value.code


def test_the_first_users_are_three_officers(access: AccessDesk):
    assert not access.has_users
    for number, role in enumerate(OFFICERS):
        assert refusal(add_first_users, access, new(role=UserRole.PROVINCE)) == "user.officers-first"
        assert refusal(add_first_users, access, new()) == "user.officers-first"
        add_first_users(access, new(f"officer-{number}", role=role), by=BY, now=NOW)
        assert access.has_users
    add_first_users(access, new(role=UserRole.PROVINCE), by=BY, now=NOW)
    assert [(line.actor, line.kind) for line in access.chain.lines()] == [(BY, "user.add")] * 4


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (new("W"), "user.bad-identifier"),
        (new("machine:li"), "user.bad-identifier"),
        (new("?"), "user.bad-identifier"),
        (new("王芳"), "user.bad-identifier"),
        (new("foshan"), "user.taken"),
        (new("zhao"), "user.taken"),
        (new(name="  "), "user.no-name"),
        (new(name="Wang\x1b[31m"), "user.no-name"),
        (new(password=None), "user.how-to-sign-in"),
        (new(password=None, oidc_subject="42"), "user.no-provider"),
        (new(password="short"), "access.bad-password"),
        (new(owner="nobody"), "user.unknown-owner"),
        (new(role=UserRole.CITY), "user.wrong-scope"),
        (new(role=UserRole.COUNTY, scope=Scope(("440600",), ("91440600MA4ABCDE1X",))), "user.wrong-scope"),
        (new(role=UserRole.ENTERPRISE, scope=Scope(("440600",))), "user.wrong-scope"),
        (new(role=UserRole.AUDIT, scope=Scope(("440000",))), "user.wrong-scope"),
        (new(scope=Scope(("440000",))), "user.wrong-scope"),
        (new(role=UserRole.CITY, scope=Scope(("440699",))), "user.unknown-place"),
        (new(role=UserRole.ENTERPRISE, scope=Scope((), ("91440600MA4ABCDE1X",))), "user.unknown-enterprise"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_user_cannot_be(access: AccessDesk, asked: NewUser, code: str):
    (access.bureau.folder / "owners.yml").write_text(OWNERS, encoding="utf-8")
    added(access, "zhao")
    assert refusal(add_user, access, asked) == code
    assert [user.identifier for user in access.users.find()] == ["zhao"]


def test_the_zone_itself_is_everywhere(access: AccessDesk):
    assert add_user(access, new(role=UserRole.PROVINCE), by=BY, now=NOW).scope == Scope(("000000",))
    whole = Scope(("440000", "440600", "440600"))
    assert added(access, "zhao", UserRole.PROVINCE, scope=whole).scope == Scope(("000000", "440600"))


def test_a_grant_takes_the_place_of_the_one_before(access: AccessDesk):
    (access.bureau.folder / "owners.yml").write_text(OWNERS, encoding="utf-8")
    added(access, "wang", owner="gd")
    session = sign_in(access, "wang", PASSWORD, now=NOW, source="-")
    set_role(access, "wang", UserRole.COUNTY, Scope(("440604",)), owner="foshan", by=BY, now=NOW)
    viewer = viewer_of(access, session.secret, now=NOW)
    assert viewer
    assert (viewer.role, viewer.scope, viewer.owner) == (UserRole.COUNTY, Scope(("440604",)), "foshan")
    set_role(access, "wang", None, Scope(), by=BY, now=NOW)
    assert viewer_of(access, session.secret, now=NOW) is None
    content = json.loads(next(line.content for line in access.chain.lines() if line.kind == "user.role"))
    assert (content["user"]["role"], content["user"]["places"]) == ("county", ["440604"])
    assert "argon2" not in "".join(line.content for line in access.chain.lines())


def test_another_way_to_sign_in_ends_what_was(tmp_path: Path):
    desk = desk_in(tmp_path / "desk", '\n[access.oidc]\nissuer = "https://id.example"\nclient_id = "x"\n')
    added(desk, "wang")
    added(desk, "zhao", password=None, oidc_subject="43")
    session = sign_in(desk, "wang", PASSWORD, now=NOW, source="-")
    assert change_user(desk, "wang", name="Wang F.", by=BY, now=NOW).name == "Wang F."
    assert viewer_of(desk, session.secret, now=NOW)
    assert refusal(change_user, desk, "wang", oidc_subject="43") == "user.taken"
    change_user(desk, "wang", oidc_subject="42", by=BY, now=NOW)
    assert viewer_of(desk, session.secret, now=NOW) is None
    assert refusal(lambda **_: sign_in(desk, "wang", PASSWORD, now=NOW, source="-")) == "access.refused"
    assert set_password(desk, "wang", "another long one", by=BY, now=NOW).oidc is None


def test_sessions_end_by_their_limits_and_by_shorter_ones_that_are_set_later(tmp_path: Path):
    desk = desk_in(tmp_path / "desk", "\n[access]\nidle_minutes = 60\nsession_hours = 2\n")
    added(desk, "wang")
    session = sign_in(desk, "wang", PASSWORD, now=NOW, source="-")
    minutes = [viewer_of(desk, session.secret, now=NOW + timedelta(minutes=m)) is not None for m in (59, 118, 119, 120)]
    assert minutes == [True, True, True, False]
    strict = desk_in(tmp_path / "desk", "\n[access]\nidle_minutes = 60\nsession_hours = 1\n")
    assert viewer_of(strict, session.secret, now=NOW + timedelta(minutes=61)) is None
    assert live_sessions(strict, now=NOW + timedelta(minutes=61)) == ()


def test_a_use_is_noted_now_and_then_and_nobody_waits_for_it(access: AccessDesk):
    added(access, "wang")
    session = sign_in(access, "wang", PASSWORD, now=NOW, source="-")

    def seen_after(seconds: int) -> float:
        assert viewer_of(access, session.secret, now=NOW + timedelta(seconds=seconds))
        return (access.sessions.of("wang")[0].seen_at - NOW).total_seconds()

    assert [seen_after(seconds) for seconds in (10, 59, 60, 90)] == [0, 0, 60, 60]
    with access.operations.changing():
        assert viewer_of(access, session.secret, now=NOW + timedelta(seconds=300)), "another writes meanwhile"
    assert seen_after(301) == 301


def test_many_threads_ask_at_once(access: AccessDesk):
    added(access, "wang")
    secret = sign_in(access, "wang", PASSWORD, now=NOW, source="-").secret

    def ask(number: int) -> bool:
        return viewer_of(access, secret, now=NOW + timedelta(seconds=10 * number)) is not None

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(80)))
    assert access.sessions.of("wang")[0].seen_at > NOW


def test_an_officer_ends_all_sessions_of_a_user(access: AccessDesk):
    added(access, "wang")
    secrets = [sign_in(access, "wang", PASSWORD, now=NOW, source="-").secret for _ in range(2)]
    assert len(end_all(access, "wang", by="the-security", now=NOW)) == 2
    assert [viewer_of(access, secret, now=NOW) for secret in secrets] == [None, None]
    last = access.chain.last()
    assert last
    assert (last.kind, last.actor, last.about) == ("session.end", "the-security", "user:wang")
    assert refusal(end_all, access, "nobody") == "user.none"


def test_tokens_read_for_a_time(access: AccessDesk):
    added(access, "wang")
    made = create_token(access, "wang", " yearbook ", by=BY, now=NOW, days=7)
    assert made.secret.startswith("mbi_")
    viewer = viewer_of_token(access, made.secret, now=NOW)
    assert viewer
    assert (viewer.user, viewer.reads_only) == ("wang", True)
    assert access.tokens.get(made.token.identifier).used_at == NOW
    assert viewer_of_token(access, made.secret, now=NOW + timedelta(days=7)) is None
    assert viewer_of_token(access, made.secret.removeprefix("mbi_"), now=NOW) is None
    session = sign_in(access, "wang", PASSWORD, now=NOW, source="-")
    assert viewer_of_token(access, session.secret, now=NOW) is None
    assert viewer_of(access, made.secret, now=NOW) is None
    for label, days in (("", 7), ("x" * 81, 7)):
        assert refusal(create_token, access, "wang", label, days=days) == "token.no-label"
    for days in (0, 91):
        assert refusal(create_token, access, "wang", "x", days=days) == "token.too-long"
    added(access, "zhao", None)
    assert refusal(create_token, access, "zhao", "x") == "token.no-use"
    access.tokens.revoke(made.token.identifier, by=BY, at=NOW)
    assert viewer_of_token(access, made.secret, now=NOW) is None
    with pytest.raises(Problem, match="revoked already"):
        access.tokens.revoke(made.token.identifier, by=BY, at=NOW)

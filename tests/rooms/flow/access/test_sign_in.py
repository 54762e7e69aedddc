"""Signing in by a password: who is let in, who is not and in which words, when a user is locked and for how long, and what the audit chain tells."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from tests.rooms.flow.access.conftest import NOW, PASSWORD, added, desk_in

from openmbi.core.access import Scope, UserRole, Viewer
from openmbi.core.problems import Problem
from openmbi.flow.access import attempts
from openmbi.flow.access.changes import change_own_password, disable_user, enable_user, set_password, unlock_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import Session, held, viewer_of
from openmbi.flow.access.sign_in import sign_in

WRONG = "wrong horse battery"
MINUTE = timedelta(minutes=1)


def enter(desk: AccessDesk, user: str = "wang", password: str = PASSWORD, now=NOW) -> Session:
    return sign_in(desk, user, password, now=now, source="192.0.2.7")


def refusal(desk: AccessDesk, *given, **more) -> Problem:
    with pytest.raises(Problem) as raised:
        enter(desk, *given, **more)
    return raised.value


def told(desk: AccessDesk) -> list[tuple[str, str, str]]:
    return [(line.kind, line.about, json.loads(line.content).get("why", "")) for line in desk.chain.lines()]


def test_who_knows_the_password_is_the_viewer(access: AccessDesk):
    added(access, "wang", owner=None)
    session = enter(access, " Wang ")
    wang = Viewer("wang", "wang the person", UserRole.CITY, Scope(("440600",)))
    assert viewer_of(access, session.secret, now=NOW) == wang
    assert viewer_of(access, session.secret[:-1], now=NOW) is None
    assert viewer_of(access, "", now=NOW) is None
    assert told(access)[-1] == ("session.begin", "user:wang", "")


def test_every_refusal_says_the_same(access: AccessDesk):
    for name in ("wang", "locked", "off"):
        added(access, name)
    added(access, "no-role", None)
    disable_user(access, "off", by="machine:li", now=NOW)
    set_password(access, "locked", PASSWORD, by="machine:li", now=NOW, lock=True)
    tried = (("nobody", PASSWORD), ("wang", WRONG), ("wang", ""), ("locked", PASSWORD), ("off", PASSWORD))
    told_each = {refusal(access, *one).as_dict()["code"]: refusal(access, *one).as_dict() for one in tried}
    assert told_each.keys() == {"access.refused"}
    assert len({str(refusal(access, *one).as_dict()) for one in (*tried, ("no-role", PASSWORD))}) == 1
    whys = {(about, why) for kind, about, why in told(access) if kind == "sign-in.refused"}
    assert whys == {
        ("user:?", "unknown"),
        ("user:wang", "password"),
        ("user:wang", "locked"),
        ("user:locked", "locked"),
        ("user:off", "disabled"),
        ("user:no-role", "no-role"),
    }


def test_a_password_is_compared_as_often_whoever_asks(access: AccessDesk, monkeypatch: pytest.MonkeyPatch):
    """One hash an attempt, of the same parameters: the time tells nothing."""
    added(access, "wang")
    added(access, "off")
    disable_user(access, "off", by="machine:li", now=NOW)
    compared: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, known: str, password: str) -> bool:
        compared.append(known.rsplit("$", 2)[0])
        return verify(self, known, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for user, password in (("nobody", WRONG), ("wang", WRONG), ("off", PASSWORD), ("wang", "x" * 10_000)):
        compared.clear()
        refusal(access, user, password)
        assert compared == ["$argon2id$v=19$m=8,t=1,p=1"], user


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour_and_each_further_one_for_twice_as_long(access: AccessDesk):
    added(access, "wang")
    for _ in range(5):
        assert viewer_of(access, enter(access).secret, now=NOW)  # a right one in between forgets the wrong ones
        for _ in range(4):
            refusal(access, password=WRONG)
    refusal(access, password=WRONG)
    at = NOW
    for minutes in (15, 30, 60, 120, 240, 480, 960, 1440, 1440):
        assert access.users.get("wang").locked_until == at + minutes * MINUTE
        refusal(access, now=at + minutes * MINUTE - timedelta(seconds=1))
        refusal(access, password=WRONG, now=at + minutes * MINUTE - timedelta(seconds=1))
        at += minutes * MINUTE
        refusal(access, password=WRONG, now=at)
    unlock_user(access, "wang", by="machine:li", now=at)
    enter(access, now=at)
    assert access.users.get("wang").failed_attempts == 0


def test_many_at_once_get_no_more_tries(access: AccessDesk, monkeypatch: pytest.MonkeyPatch):
    """All compare before any is counted; the right password among them no longer opens."""
    added(access, "wang")
    together = threading.Barrier(7)
    is_right = attempts.is_right

    def at_once(*given) -> bool:
        right = is_right(*given)
        together.wait(timeout=20)
        return right

    monkeypatch.setattr(attempts, "is_right", at_once)
    with ThreadPoolExecutor(7) as tries:
        list(tries.map(lambda _: refusal(access, password=WRONG), range(7)))
    user = access.users.get("wang")
    assert (user.failed_attempts, user.is_locked(NOW)) == (5, True)
    monkeypatch.undo()
    assert refusal(access).code == "access.refused"


def test_a_disabled_user_is_out_at_once_and_back_only_by_signing_in(access: AccessDesk):
    added(access, "wang")
    session = enter(access)
    disable_user(access, "wang", by="machine:li", now=NOW)
    assert viewer_of(access, session.secret, now=NOW) is None
    enable_user(access, "wang", by="machine:li", now=NOW)
    assert viewer_of(access, session.secret, now=NOW) is None
    assert viewer_of(access, enter(access).secret, now=NOW)


def test_a_password_set_by_another_opens_nothing_but_its_change(access: AccessDesk):
    added(access, "wang", temporary=True)
    session = enter(access)
    assert session.must_change_password
    assert viewer_of(access, session.secret, now=NOW) is None
    found = held(access, session.secret, now=NOW)
    assert found
    assert found.must_change_password
    other = enter(access)
    change_own_password(
        access, "wang", PASSWORD, "another long one", now=NOW, source="192.0.2.7", session=session.kept.identifier
    )
    assert viewer_of(access, session.secret, now=NOW)
    assert held(access, other.secret, now=NOW) is None
    assert refusal(access).code == "access.refused"


def test_a_temporary_password_is_good_for_a_time_and_never_stays(access: AccessDesk):
    added(access, "wang", temporary=True)
    last = NOW + timedelta(hours=access.settings.temporary_password_hours)
    session = enter(access, now=last - timedelta(minutes=1))
    with pytest.raises(Problem, match="new password is the old one"):
        change_own_password(access, "wang", PASSWORD, PASSWORD, now=last - timedelta(seconds=1), source="192.0.2.7")
    assert refusal(access, now=last).code == "access.refused"
    assert told(access)[-1] == ("sign-in.refused", "user:wang", "expired")
    with pytest.raises(Problem, match="may not sign in"):
        change_own_password(access, "wang", PASSWORD, "another long one", now=last, source="192.0.2.7")
    assert viewer_of(access, session.secret, now=last) is None
    assert access.users.get("wang").failed_attempts == 0
    set_password(access, "wang", "a third and longer one", by="machine:li", now=last)
    assert enter(access, password="a third and longer one", now=last).must_change_password


def test_a_password_that_its_user_chose_does_not_expire(access: AccessDesk):
    added(access, "wang", temporary=True)
    change_own_password(access, "wang", PASSWORD, "another long one", now=NOW, source="192.0.2.7")
    assert not enter(access, password="another long one", now=NOW + timedelta(days=900)).must_change_password


def test_a_wrong_old_password_is_counted_too(access: AccessDesk):
    added(access, "wang")
    for _ in range(5):
        with pytest.raises(Problem, match="wrong"):
            change_own_password(access, "wang", WRONG, "another long one", now=NOW, source="192.0.2.7")
    assert access.users.get("wang").is_locked(NOW)


def test_a_hash_of_other_parameters_is_made_anew(tmp_path: Path):
    desk = desk_in(tmp_path / "desk")
    added(desk, "wang")
    before = desk.users.kept("wang").password_hash
    stronger = AccessDesk(desk.bureau, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    enter(stronger)
    after = stronger.users.kept("wang").password_hash
    assert before != after
    assert after
    assert "m=16,t=2" in after
    enter(stronger)
    assert stronger.users.kept("wang").password_hash == after
    assert list(stronger.users.faults()) == []


def test_the_default_is_the_second_recommended_option_of_rfc_9106(tmp_path: Path):
    hasher = AccessDesk(desk_in(tmp_path / "desk").bureau).hasher
    assert (hasher.type.name, hasher.time_cost, hasher.memory_cost, hasher.parallelism) == ("ID", 3, 65536, 4)

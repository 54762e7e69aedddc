"""Whatever users and officers do, in any order and at any time: nobody gets in who may not, nothing outlives its limit, no secret is kept in clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.rooms.flow.access.conftest import NOW, PASSWORD, added, desk_in

from openmbi.core.access import Scope, UserRole
from openmbi.core.problems import Problem
from openmbi.flow.access.changes import (
    disable_user,
    enable_user,
    set_password,
    set_role,
    unlock_user,
)
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import end_all, live_sessions, sign_out, viewer_of
from openmbi.flow.access.sign_in import sign_in
from openmbi.flow.access.tokens import create_token, viewer_of_token

OFFICER, WRONG = "machine:li", "wrong horse battery"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
IDLE, LONGEST, TOKEN_LIFE, AT_MOST, FAILURES = 30 * MINUTE, 12 * HOUR, 90 * DAY, 3, 5
SECOND = timedelta(seconds=1)
SOON, LATER = (SECOND, 50 * SECOND), (10 * MINUTE, 16 * MINUTE, 29 * MINUTE, 30 * MINUTE, 11 * HOUR, 89 * DAY)
WAITS = SOON * 8 + LATER
USERS = ("wang", "zhao")


@dataclass
class Ticket:
    """A session or token that was given out, as whoever holds it knows it."""

    user: str
    secret: str
    given_at: datetime
    used_at: datetime
    over: bool = False


@dataclass
class Office:
    """What a person would write down of users, in the plainest way, beside the desk that is tested."""

    desk: AccessDesk
    now: datetime = NOW
    wrong: dict[str, int] = field(default_factory=lambda: dict.fromkeys(USERS, 0))
    locked_until: dict[str, datetime] = field(default_factory=lambda: dict.fromkeys(USERS, NOW))
    out: set[str] = field(default_factory=set)
    without_role: set[str] = field(default_factory=set)
    sessions: list[Ticket] = field(default_factory=list)
    tokens: list[Ticket] = field(default_factory=list)

    def may_enter(self, user: str) -> bool:
        return user not in self.out | self.without_role and self.now >= self.locked_until[user]

    def right(self, user: str) -> None:
        """Give the right password."""
        expected = self.may_enter(user)
        secret = self._tried(user, PASSWORD)
        assert (secret is not None) == expected
        if secret is not None:
            self.wrong[user] = 0
            self.sessions.append(Ticket(user, secret, self.now, self.now))
            alive = [one for one in self.sessions if one.user == user and not one.over and self._lives(one)]
            for oldest in alive[:-AT_MOST]:
                oldest.over = True

    def wrong_one(self, user: str) -> None:
        """Give a wrong password."""
        counted = self.now >= self.locked_until[user]
        assert self._tried(user, WRONG) is None
        if counted:
            self.wrong[user] += 1
            over = self.wrong[user] - FAILURES
            if over >= 0:
                self.locked_until[user] = self.now + min(15 * MINUTE * 2**over, DAY)

    def disable(self, user: str) -> None:
        disable_user(self.desk, user, by=OFFICER, now=self.now)
        self.out.add(user)
        self._end(user)

    def enable(self, user: str) -> None:
        enable_user(self.desk, user, by=OFFICER, now=self.now)
        self.out.discard(user)

    def unlock(self, user: str) -> None:
        unlock_user(self.desk, user, by=OFFICER, now=self.now)
        self.wrong[user], self.locked_until[user] = 0, self.now

    def take_role(self, user: str) -> None:
        set_role(self.desk, user, None, Scope(), by=OFFICER, now=self.now)
        self.without_role.add(user)

    def give_role(self, user: str) -> None:
        set_role(self.desk, user, UserRole.PROVINCE, Scope(), by=OFFICER, now=self.now)
        self.without_role.discard(user)

    def set_password(self, user: str) -> None:
        """Set a password as the administrator does: the user is locked until it is unlocked."""
        set_password(self.desk, user, PASSWORD, by=OFFICER, now=self.now, temporary=False, lock=True)
        self.locked_until[user] = NOW + 10_000 * DAY
        self._end(user)

    def leave(self, user: str) -> None:
        """Sign out by the newest session."""
        for one in [one for one in self.sessions if one.user == user][-1:]:
            sign_out(self.desk, one.secret, now=self.now)
            one.over = True

    def send_out(self, user: str) -> None:
        end_all(self.desk, user, by=OFFICER, now=self.now)
        self._end(user)

    def token(self, user: str) -> None:
        if user not in self.out | self.without_role:
            made = create_token(self.desk, user, "script", by=user, now=self.now)
            self.tokens.append(Ticket(user, made.secret, self.now, self.now))

    def revoke(self, user: str) -> None:
        for kept, one in zip(self.desk.tokens.of(user), [one for one in self.tokens if one.user == user], strict=True):
            if kept.revoked_at is None:
                self.desk.tokens.revoke(kept.identifier, by=user, at=self.now)
                one.over = True

    def look(self, _: str) -> None:
        """Use everything that was given out."""
        for one in self.sessions:
            viewer = viewer_of(self.desk, one.secret, now=self.now)
            allowed = not one.over and self._lives(one) and one.user not in self.out | self.without_role
            if viewer is not None:
                assert allowed
                assert viewer.user == one.user
                one.used_at = self.now
            else:
                assert not allowed or self.now - one.used_at >= IDLE - MINUTE, "a use may be noted a minute late"
        for one in self.tokens:
            life = not one.over and self.now < one.given_at + TOKEN_LIFE
            viewer = viewer_of_token(self.desk, one.secret, now=self.now)
            assert (viewer is not None) == (life and one.user not in self.out | self.without_role)
            assert viewer is None or viewer.reads_only

    def check(self) -> None:
        """Check what holds at every moment."""
        for user in USERS:
            assert len(live_sessions(self.desk, user, now=self.now)) <= AT_MOST
            kept = self.desk.users.get(user)
            assert kept.is_locked(self.now) == (self.now < self.locked_until[user])

    def check_in_the_end(self) -> None:
        assert self.desk.chain.verify().faults == ()
        assert list(self.desk.users.faults()) == []
        file = self.desk.operations.file
        assert file
        kept = b"".join(one.read_bytes() for one in file.parent.iterdir())
        assert b"wang" in kept
        secrets = [one.secret for one in (*self.sessions, *self.tokens)] + [PASSWORD, WRONG]
        assert [secret for secret in secrets if secret.encode() in kept] == []

    def _tried(self, user: str, password: str) -> str | None:
        try:
            return sign_in(self.desk, user, password, now=self.now, source="192.0.2.7").secret
        except Problem as problem:
            if problem.code != "access.refused":
                raise
            return None

    def _lives(self, one: Ticket) -> bool:
        return self.now < one.given_at + LONGEST and self.now - one.used_at < IDLE

    def _end(self, user: str) -> None:
        for one in self.sessions:
            one.over = one.over or one.user == user


DEEDS: tuple[Callable[[Office, str], None], ...] = (
    Office.right,
    Office.wrong_one,
    Office.disable,
    Office.enable,
    Office.unlock,
    Office.take_role,
    Office.give_role,
    Office.set_password,
    Office.leave,
    Office.send_out,
    Office.token,
    Office.revoke,
    Office.look,
)
LIKELY = (
    Office.right,
    Office.right,
    Office.wrong_one,
    Office.token,
    Office.unlock,
    Office.disable,
    Office.enable,
    Office.give_role,
)
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS + LIKELY), st.sampled_from((*USERS, *USERS[:1] * 2)), st.sampled_from(WAITS)),
    min_size=20,
    max_size=30,
)


def by_wang(*deeds: Callable[[Office, str], None], wait: timedelta = SECOND) -> list[tuple[object, str, timedelta]]:
    return [(deed, "wang", wait) for deed in deeds]


@example(by_wang(Office.right, Office.token, Office.disable, Office.enable, Office.unlock))
@example(by_wang(Office.right, Office.set_password, Office.right, Office.unlock, Office.right))
@example(by_wang(Office.right, Office.token, Office.take_role, Office.right, Office.give_role))
@example(by_wang(*[Office.right] * 5, Office.leave, Office.send_out))
@example(by_wang(*[Office.wrong_one] * 5, Office.right, Office.unlock, Office.right))
@example(by_wang(*[Office.wrong_one] * 5, *[Office.right, Office.wrong_one] * 2, wait=16 * MINUTE))
@example(by_wang(Office.right, *[Office.look] * 26, wait=28 * MINUTE))
@example(by_wang(Office.token, Office.look, Office.look, wait=89 * DAY))
@settings(max_examples=8, deadline=None)
@given(STEPS)
def test_nobody_gets_in_who_may_not_and_nothing_outlives_its_limit(steps):
    with TemporaryDirectory() as folder:
        office = Office(desk_in(Path(folder)))
        for user in USERS:
            added(office.desk, user, UserRole.PROVINCE)
        for deed, user, wait in steps:
            office.now += wait
            deed(office, user)
            office.look(user)
            office.check()
        office.check_in_the_end()

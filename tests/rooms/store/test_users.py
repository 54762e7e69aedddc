"""Users, sessions and tokens in the database: kept as they are, each change with its line of the audit chain; on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rooms.store.case_examples import MORNING

from openmbi.core.access import Scope, UserRole
from openmbi.core.problems import Problem
from openmbi.core.sessions import KeptSession, Token
from openmbi.core.users import OidcIdentity, User
from openmbi.store import sessions, tokens
from openmbi.store.audit_chain import AuditChain, sha256_of
from openmbi.store.operations import Operations
from openmbi.store.sessions import Ending, SessionLedger, identifier_of
from openmbi.store.tokens import TokenLedger
from openmbi.store.users import KeptUser, UserLedger

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WANG = User(
    identifier="wang",
    name="王芳",
    role=UserRole.CITY,
    scope=Scope(("440600", "440700"), ("91440600MA4ABCDE1X",)),
    created_at=MORNING,
    changed_at=MORNING,
    owner="foshan",
    must_change_password=True,
    password_until=MORNING + 72 * HOUR,
)
ZHAO = User("zhao", "Zhao", None, Scope(), MORNING, MORNING, oidc=OidcIdentity("https://id.example", "43"))


def session(secret: str, user: str = "wang", started_at=MORNING) -> tuple[KeptSession, str]:
    digest = sha256_of(secret)
    ends_at = started_at + 12 * HOUR
    return KeptSession(identifier_of(digest), user, started_at, started_at, ends_at, 30 * MINUTE, "192.0.2.7"), digest


@pytest.fixture
def ledger(operations: Operations) -> UserLedger:
    made = UserLedger(operations)
    made.add(KeptUser(WANG, "$argon2id$…"), by="zhou")
    made.add(KeptUser(ZHAO), by="zhou")
    return made


def test_users_are_kept_as_they_are_and_found_by_either_name(ledger: UserLedger):
    assert ledger.count() == 2
    assert ledger.find() == (WANG, ZHAO)
    assert ledger.kept("wang") == KeptUser(WANG, "$argon2id$…")
    assert ledger.of_oidc(OidcIdentity("https://id.example", "43")) == KeptUser(ZHAO)
    assert ledger.of_oidc(OidcIdentity("https://elsewhere.example", "43")) is None
    until = MORNING + 15 * MINUTE
    ledger.count_failures("wang", 5, until)
    assert ledger.get("wang") == replace(WANG, failed_attempts=5, locked_until=until)
    assert list(ledger.faults()) == []


def test_an_identifier_and_an_identity_are_one_users_only(ledger: UserLedger):
    for wrong, code in (
        (lambda: ledger.add(KeptUser(WANG), by="zhou"), "user.taken"),
        (lambda: ledger.add(KeptUser(replace(ZHAO, identifier="other")), by="zhou"), "user.taken"),
        (lambda: ledger.put(KeptUser(replace(WANG, oidc=ZHAO.oidc)), kind="user.change", by="zhou"), "user.taken"),
        (lambda: ledger.put(KeptUser(replace(WANG, identifier="no")), kind="user.change", by="zhou"), "user.none"),
        (lambda: ledger.get("no"), "user.none"),
    ):
        with pytest.raises(Problem) as raised:
            wrong()
        assert raised.value.code == code
    assert [line.kind for line in AuditChain(ledger.operations).lines()] == ["user.add"] * 2


def cut_off(ledger: UserLedger) -> None:
    with ledger.operations.changing():
        ledger.put(KeptUser(replace(WANG, disabled=True), "$"), kind="user.disable", by="zhou")
        assert ledger.get("wang").disabled
        raise RuntimeError("the power fails")


def test_a_change_and_its_line_are_kept_together_or_not_at_all(ledger: UserLedger):
    chain = AuditChain(ledger.operations)
    with pytest.raises(RuntimeError, match="power"):
        cut_off(ledger)
    assert not ledger.get("wang").disabled
    assert [line.kind for line in chain.lines("user:wang")] == ["user.add"]
    ledger.put(KeptUser(replace(WANG, disabled=True), "$"), kind="user.disable", by="zhou")
    assert [(line.kind, line.actor) for line in chain.lines("user:wang")] == [
        ("user.add", "zhou"),
        ("user.disable", "zhou"),
    ]
    assert chain.verify().faults == ()
    assert list(ledger.faults()) == []


def test_the_oldest_session_ends_where_there_are_too_many(ledger: UserLedger):
    kept = SessionLedger(ledger.operations)
    for number in range(4):
        kept.begin(*session(f"secret {number}", started_at=MORNING + number * MINUTE), at_most=3)
    kept.begin(*session("of another", "zhao"), at_most=3)
    assert [one.started_at - MORNING for one in kept.of("wang")] == [MINUTE, 2 * MINUTE, 3 * MINUTE]
    assert kept.held(sha256_of("secret 0")) is None
    found = kept.held(sha256_of("secret 1"))
    assert found
    assert found[1] == KeptUser(WANG, "$argon2id$…")
    kept.seen(found[0].identifier, MORNING + HOUR)
    kept.seen(found[0].identifier, MORNING)
    assert kept.of("wang")[0].seen_at == MORNING + HOUR, "a later use stands"
    kept.end(found[0], Ending("wang", MORNING, "signed-out"))
    kept.end(found[0], Ending("wang", MORNING, "signed-out"))
    kept.end_all("wang", Ending("li", MORNING, "ended"), but=kept.of("wang")[0].identifier)
    assert [one.user for one in kept.of()] == ["zhao", "wang"]
    ends = [line.content for line in AuditChain(ledger.operations).lines("user:wang") if line.kind == "session.end"]
    assert [content.split('"why":"')[1].split('"')[0] for content in ends] == ["too-many", "signed-out", "ended"]


def test_tokens_stay_when_they_are_over(ledger: UserLedger):
    kept = TokenLedger(ledger.operations)
    digest = sha256_of("mbi_secret")
    token = Token(identifier_of(digest), "wang", "yearbook", MORNING, MORNING + HOUR)
    kept.add(token, digest, by="wang")
    assert kept.held(digest) == (token, KeptUser(WANG, "$argon2id$…"))
    kept.used(token.identifier, MORNING + MINUTE)
    revoked = kept.revoke(token.identifier, by="li", at=MORNING + 2 * MINUTE)
    assert kept.of("wang") == (revoked,)
    assert revoked == replace(token, used_at=MORNING + MINUTE, revoked_at=MORNING + 2 * MINUTE)
    assert kept.of("zhao") == ()
    with pytest.raises(Problem) as raised:
        kept.get("no")
    assert raised.value.code == "token.none"


def test_hashes_of_secrets_are_compared_in_constant_time(ledger: UserLedger, monkeypatch: pytest.MonkeyPatch):
    held, digest = session("secret")
    SessionLedger(ledger.operations).begin(held, digest, at_most=3)
    token = Token(identifier_of(digest), "wang", "yearbook", MORNING, MORNING + HOUR)
    TokenLedger(ledger.operations).add(token, digest, by="wang")
    compared: list[tuple[str, str]] = []

    def never(one: str, other: str) -> bool:
        compared.append((one, other))
        return False

    for module in (sessions, tokens):
        monkeypatch.setattr(module, "compare_digest", never)
    assert SessionLedger(ledger.operations).held(digest) is None
    assert TokenLedger(ledger.operations).held(digest) is None
    assert compared == [(digest, digest)] * 2

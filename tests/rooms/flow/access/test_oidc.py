"""Signing in by an identity provider that runs on this machine: who is let in, and every way in which an answer proves nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from tests.rooms.flow.access.conftest import NOW, added, desk_in
from tests.rooms.flow.access.provider import CLIENT, SECRET, Provider, new_key, running_provider

from openmbi.core.problems import Problem
from openmbi.flow.access.changes import disable_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.oidc import Begun, begin, finish
from openmbi.flow.access.sessions import Session, viewer_of

BACK = "https://index.example/sign-in/oidc/callback"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("PROVIDER_SECRET", SECRET)
    with running_provider(NOW) as running:
        yield running


@pytest.fixture
def access(tmp_path: Path, provider: Provider) -> AccessDesk:
    desk = desk_in(tmp_path / "desk", settings_of(provider))
    added(desk, "wang", password=None, oidc_subject="42-wang")
    return desk


def settings_of(provider: Provider, more: str = "") -> str:
    return f'\n[access.oidc]\nissuer = "{provider.issuer}"\nclient_id = "{CLIENT}"\nclient_secret = "${{PROVIDER_SECRET}}"\n{more}'


def gone_and_back(begun: Begun) -> dict[str, str]:
    """Let the browser go to the provider and return the query it comes back by."""
    sent = httpx.get(begun.address, trust_env=False)
    assert sent.status_code == 302
    assert sent.headers["location"].startswith(BACK)
    return dict(parse_qsl(urlsplit(sent.headers["location"]).query))


def signed_in(desk: AccessDesk) -> Session:
    begun = begin(desk, BACK)
    return finish(desk, json.loads(json.dumps(begun.kept)), gone_and_back(begun), now=NOW, source="192.0.2.7")


def refusal(desk: AccessDesk) -> str:
    with pytest.raises(Problem) as raised:
        signed_in(desk)
    return raised.value.code


def test_a_declared_user_is_let_in_and_nobody_is_made_one(access: AccessDesk, provider: Provider):
    session = signed_in(access)
    viewer = viewer_of(access, session.secret, now=NOW)
    assert viewer
    assert viewer.user == "wang"
    provider.person = "43-zhao"
    assert refusal(access) == "access.refused"
    assert [user.identifier for user in access.users.find()] == ["wang"]
    last = access.chain.last()
    assert last
    assert (last.kind, last.about) == ("sign-in.refused", "user:?")


def test_each_way_there_has_secrets_of_its_own(access: AccessDesk, provider: Provider):
    for _ in range(2):
        signed_in(access)
    first, second = provider.asked
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))
    assert all(len(first[name]) >= 43 for name in ("state", "nonce", "code_challenge"))


def test_a_disabled_user_is_not_let_in(access: AccessDesk):
    disable_user(access, "wang", by="machine:li", now=NOW)
    assert refusal(access) == "access.refused"
    assert access.sessions.of() == ()


def seconds(count: int) -> int:
    return int((NOW + timedelta(seconds=count)).timestamp())


SPOILT = (
    {"iss": "https://elsewhere.example"},
    {"iss": None},
    {"aud": "another-client"},
    {"aud": None},
    {"aud": [CLIENT, "another"], "azp": "another"},
    {"nonce": "another"},
    {"nonce": None},
    {"exp": seconds(-61)},
    {"exp": None},
    {"iat": seconds(3600)},
    {"sub": None},
    {"sub": ""},
    {"sub": 42},
    {"at_hash": "wrong"},
)


def test_an_id_token_with_one_wrong_claim_proves_nothing(access: AccessDesk, provider: Provider):
    for spoilt in SPOILT:
        provider.spoilt = spoilt
        assert refusal(access) == "access.not-proved", spoilt
    assert access.sessions.of() == ()


def test_an_id_token_that_another_signed_proves_nothing(access: AccessDesk, provider: Provider):
    provider.signed_by = new_key("another's")
    assert refusal(access) == "access.not-proved"
    provider.confuses = True
    assert refusal(access) == "access.not-proved"


ANSWERS = (
    {"state": "another"},
    {"state": ""},
    {"code": ""},
    {"code": "guessed"},
    {"code": "", "error": "access_denied"},
    {"iss": "https://elsewhere.example"},
)


def test_an_answer_to_another_question_proves_nothing(access: AccessDesk):
    begun = begin(access, BACK)
    came = gone_and_back(begun)
    for answer in ANSWERS:
        with pytest.raises(Problem) as raised:
            finish(access, begun.kept, came | answer, now=NOW, source="192.0.2.7")
        assert raised.value.code == "access.not-proved", answer


def test_a_code_is_of_no_use_to_whoever_has_not_the_verifier_and_only_once(access: AccessDesk):
    stolen, own = begin(access, BACK), begin(access, BACK)
    came = gone_and_back(stolen)
    with pytest.raises(Problem) as raised:
        finish(access, own.kept, came | {"state": own.kept["state"]}, now=NOW, source="192.0.2.7")
    assert raised.value.code == "access.not-proved"
    came = gone_and_back(own)
    finish(access, own.kept, came, now=NOW, source="192.0.2.7")
    with pytest.raises(Problem):
        finish(access, own.kept, came, now=NOW, source="192.0.2.7")


def test_a_provider_that_is_another_or_none_is_told(
    access: AccessDesk, provider: Provider, tmp_path: Path, monkeypatch
):
    provider.says_issuer = "https://elsewhere.example"
    assert refusal(access) == "access.provider"
    monkeypatch.delenv("PROVIDER_SECRET")
    assert refusal(access) == "access.variable-unset"
    assert refusal(desk_in(tmp_path / "none")) == "access.no-provider"
    openly = '\n[access.oidc]\nissuer = "http://index.example"\nclient_id = "x"\n'
    assert refusal(desk_in(tmp_path / "openly", openly)) == "access.provider"


def test_another_claim_may_name_users(tmp_path: Path, provider: Provider):
    desk = desk_in(tmp_path / "desk", settings_of(provider, 'claim = "preferred_username"\n'))
    added(desk, "wang", password=None, oidc_subject="name-of-42-wang")
    assert signed_in(desk).user.identifier == "wang"

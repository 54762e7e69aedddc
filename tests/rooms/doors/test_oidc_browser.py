"""Signing in through an identity provider in a real browser: there and back, what is refused on the way, and out again."""

from __future__ import annotations

import hashlib
import re
import shutil
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from queue import Queue
from typing import Any

import pytest
from argon2 import PasswordHasher
from tests.rooms.doors.shown_gate import MOMENT, shown_gate
from tests.rooms.flow.access.provider import CLIENT, SECRET, Provider, new_key, running_provider

from openmbi.core.access import UserRole
from openmbi.core.language import Text
from openmbi.doors.web.app import application
from openmbi.doors.web.serve import serve
from openmbi.flow.access.changes import NewUser, add_user, disable_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import live_sessions
from openmbi.flow.access.settings import AccessSettings, OidcSettings

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
USER = "wang.fang"

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@dataclass(frozen=True)
class Place:
    """A door whose users sign in through a provider, and the desk that knows them."""

    door: str
    desk: AccessDesk
    provider: Provider

    def sessions(self) -> int:
        return len(live_sessions(self.desk, USER, now=MOMENT))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch, running_provider(MOMENT) as provider:
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setenv("PROVIDER_SECRET", SECRET)
        oidc = OidcSettings(issuer=provider.issuer, client_id=CLIENT, client_secret="${PROVIDER_SECRET}")
        gate = shown_gate(dict, folder=folder)
        settings = gate.bureau.settings.model_copy(update={"access": AccessSettings(oidc=oidc)})
        gate = replace(gate, bureau=replace(gate.bureau, settings=settings))
        desk = AccessDesk(gate.bureau, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        asked = NewUser(USER, "王芳", oidc_subject="42-wang", role=UserRole.AUDIT)
        add_user(desk, asked, by="machine:test", now=MOMENT)
        said: Queue[Text] = Queue()
        app = application(gate, desk)
        threading.Thread(target=serve, args=(app, "127.0.0.1", 0, said.put), daemon=True).start()
        yield Place(said.get(timeout=20).en.split()[1], desk, provider)


@pytest.fixture
def page(browser: Any, place: Place) -> Iterator[Any]:
    """A browser that nobody has used, and a provider that behaves."""
    place.provider.spoilt, place.provider.signed_by, place.provider.person = {}, None, "42-wang"
    with browser.new_context(locale="en-GB") as context:
        yield context.new_page()


def goes_through(page: Any, place: Place, to: str = "/en/sessions") -> str:
    """Ask for a page, follow the way through the provider, and return the words of the page that it comes to."""
    page.goto(place.door + to.lstrip("/"))
    assert "/en/sign-in" in page.url
    page.get_by_role("link", name="Sign in through your organisation").click()
    page.wait_for_load_state()
    return page.locator("main").inner_text()


def test_a_declared_user_comes_back_signed_in_to_what_was_asked_for_and_leaves(page: Any, place: Place):
    words = goes_through(page, place)
    assert page.url == f"{place.door}en/sessions"
    assert "this one" in words
    assert place.sessions() == 1
    names = {one["name"]: one for one in page.context.cookies()}
    assert names["mbi"]["httpOnly"]
    assert names["mbi"]["sameSite"] == "Lax"
    assert "mbi-oidc" not in names, "what was kept on the way is gone"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/en/sign-in")
    assert place.sessions() == 0
    page.goto(f"{place.door}en/sessions")
    assert "/en/sign-in" in page.url


def test_the_way_there_carries_a_challenge_a_state_and_a_nonce_and_no_secret(page: Any, place: Place):
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    goes_through(page, place)
    asked = place.provider.asked[-1]
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert asked["redirect_uri"] == f"{place.door}oidc/callback"
    assert not [one for one in sent if SECRET.split()[0] in one or "id_token" in one or "verifier" in one]
    page.context.clear_cookies()


SPOILT = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "another audience": {"aud": "another-client"},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(MOMENT.timestamp()) - 3600},
}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT)
def test_a_token_with_a_wrong_claim_opens_nothing(page: Any, place: Place, spoilt: dict[str, Any]):
    before = place.sessions()
    place.provider.spoilt = spoilt
    assert "proves nothing" in goes_through(page, place)
    assert place.sessions() == before
    assert "mbi" not in {one["name"] for one in page.context.cookies()}


def test_a_token_that_another_signed_opens_nothing(page: Any, place: Place):
    before = place.sessions()
    place.provider.signed_by = new_key("another's")
    assert "proves nothing" in goes_through(page, place)
    assert place.sessions() == before


def test_whom_nobody_declared_is_refused_and_not_made_a_user(page: Any, place: Place):
    place.provider.person = "43-zhao"
    assert "may not sign in now" in goes_through(page, place)
    assert [user.identifier for user in place.desk.users.find()] == [USER]


def test_the_way_back_is_good_once_and_in_its_own_browser_alone(page: Any, place: Place, browser: Any):
    backs: list[str] = []
    page.on("request", lambda request: backs.append(request.url) if "/oidc/callback" in request.url else None)
    goes_through(page, place)
    count = place.sessions()
    assert page.goto(backs[0]).status == 403
    with browser.new_context() as other:
        assert other.new_page().goto(backs[0]).status == 403
    assert place.sessions() == count


def test_an_answer_whose_state_was_changed_is_refused(page: Any, place: Place):
    begun = place.provider.authorize
    place.provider.authorize = lambda query: re.sub(r"state=[^&]+", "state=another", begun(query))  # type: ignore[method-assign]
    try:
        assert "proves nothing" in goes_through(page, place)
    finally:
        del place.provider.authorize
    assert "mbi" not in {one["name"] for one in page.context.cookies()}


def test_where_one_goes_afterwards_lies_within_the_door(page: Any, place: Place):
    page.goto(f"{place.door}oidc/start?to=https://elsewhere.example/")
    page.wait_for_load_state()
    assert page.url.startswith(place.door)


def test_the_verifier_answers_the_challenge_and_never_reaches_the_browser(page: Any, place: Place):
    """RFC 7636: the challenge is the digest of what only this door sends, to the provider alone."""
    verifiers: list[str] = []
    taken = place.provider.token

    def token(form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        verifiers.append(form["code_verifier"])
        return taken(form, authorization)

    place.provider.token = token  # type: ignore[method-assign]
    try:
        goes_through(page, place)
    finally:
        del place.provider.token
    digest = urlsafe_b64encode(hashlib.sha256(verifiers[0].encode()).digest()).rstrip(b"=").decode()
    assert place.provider.asked[-1]["code_challenge"] == digest


def test_a_disabled_user_is_refused_though_the_provider_knows_it(page: Any, place: Place):
    disable_user(place.desk, USER, by="machine:test", now=MOMENT)
    assert "may not sign in now" in goes_through(page, place)
    assert place.sessions() == 0

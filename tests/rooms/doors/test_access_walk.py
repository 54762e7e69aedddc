"""Who gets what: every address of the web door and the API, asked by every kind of user and by nobody, compared with a table written here by hand.

A route that is not in the table fails the test, so that none is added without saying whom it is for.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Mount, Route
from tests.rooms.doors.asked_app import AskedApp
from tests.rooms.doors.walked_bureau import FORM_SECRET, FOSHAN, GUANGZHOU, OTHERS_NAME, OWN_NAME, SPARE, walked_bureau

from openmbi.doors.web import forms
from openmbi.doors.web.app import application
from openmbi.doors.web.settings import WebSettings
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import begin_if_allowed
from openmbi.flow.access.tokens import create_token
from openmbi.flow.gate.gate import Gate

READERS = ("province", "city", "county", "enterprise", "researcher", "administrator", "security", "audit")
NOBODY = "nobody"
AGAIN = ("city", "enterprise", "researcher", "administrator")
"""Who asks for the English pages, after everybody asked for the Chinese ones by the same routes."""
PREFIX = {"province": "", "city": "4406", "county": "440606"}
"""What the codes of all places begin with that a reader of internal pages sees."""
MADE = ("frame", "matrix", "glance")
"""Documents that a route of their own answers, narrowed to the reader's places, or none."""
FOR_ALL = ("quality",)
OFFICES = ("province", "city", "county")
OFFICERS = ("administrator", "security", "audit")
SHOWN, NONE, REFUSED, SIGN_IN = "shown", "none", "refused", "sign-in"


@dataclass(frozen=True)
class Row:
    """Who is shown what a route answers, and to whom it does not exist; the others are refused, and nobody is asked to sign in."""

    shown: tuple[str, ...]
    none: tuple[str, ...] = ()
    always: str | None = None

    def expected(self, reader: str) -> str:
        if self.always:
            return self.always
        if reader == NOBODY:
            return SIGN_IN
        return SHOWN if reader in self.shown else NONE if reader in self.none else REFUSED


EVERYBODY = Row((), always=SHOWN)
SIGNED_IN = Row(READERS)
INTERNAL = Row(OFFICES)
MATRIX = Row(("province",), ("city", "county", "enterprise"))
WHOLE_ZONE = Row(("province",), ("city", "county"))
CASES = Row((*OFFICES, "enterprise"))
OWN_CASE = Row((*OFFICES, "enterprise"))
OTHERS_CASE = Row(("province",), ("city", "county", "enterprise"))
USERS_READ = Row(OFFICERS)
ADMINISTRATOR, SECURITY = Row(("administrator",)), Row(("security",))
AUDIT = Row(("audit",))
READS = CASES
FIGURES = Row(READS.shown, ("researcher",))
OTHERS_SERIES = Row(("province",), ("city", "county", "enterprise", "researcher"))
RELEASES = Row((*OFFICES, "enterprise", "researcher"))
"""Rows of the table."""


CODES = {"own": FOSHAN, "others": GUANGZHOU}
CASE = {"own": "1", "others": "2"}
PAGES: dict[str, dict[str, Row]] = {
    "GET /": {"/": EVERYBODY},
    "GET /healthz": {"/healthz": EVERYBODY},
    "GET /sheets/{file}": {"/sheets/none.css": Row((), always=NONE)},
    "GET /assets/{file}": {"/assets/none.js": Row((), always=NONE)},
    "GET /overview.json": {"/overview.json": Row(("province",), ("city", "county", "enterprise"))},
    "GET /site.css": {"/site.css": SIGNED_IN},
    "GET /*/": {"/*/": SIGNED_IN},
    "GET /*/index.html": {"/*/index.html": Row(("province",), ("city", "county", "enterprise"))},
    "GET /*/sign-in": {"/*/sign-in": EVERYBODY},
    "POST /*/sign-in": {"/*/sign-in": Row((), always=SIGN_IN)},
    "POST /*/sign-out": {"/*/sign-out": SIGNED_IN},
    "GET /*/password": {"/*/password": SIGNED_IN},
    "POST /*/password": {"/*/password": SIGNED_IN},
    "GET /*/sessions": {"/*/sessions": SIGNED_IN},
    "POST /*/sessions/end": {"/*/sessions/end": SIGNED_IN},
    "GET /*/tokens": {"/*/tokens": SIGNED_IN},
    "POST /*/tokens": {"/*/tokens": SIGNED_IN},
    "POST /*/tokens/revoke": {"/*/tokens/revoke": Row((), ("administrator", "security"))},
    "GET /*/users": {"/*/users": USERS_READ},
    "POST /*/users": {"/*/users": ADMINISTRATOR},
    "GET /*/users/{identifier}": {f"/*/users/{SPARE}": USERS_READ},
    "POST /*/users/{identifier}/grant": {f"/*/users/{SPARE}/grant": SECURITY},
    "POST /*/users/{identifier}/password": {f"/*/users/{SPARE}/password": ADMINISTRATOR},
    "POST /*/users/{identifier}/disable": {f"/*/users/{SPARE}/disable": ADMINISTRATOR},
    "POST /*/users/{identifier}/enable": {f"/*/users/{SPARE}/enable": ADMINISTRATOR},
    "POST /*/users/{identifier}/unlock": {f"/*/users/{SPARE}/unlock": SECURITY},
    "POST /*/users/{identifier}/end": {f"/*/users/{SPARE}/end": SECURITY},
    "GET /data/enterprises.json": {"/data/enterprises.json": CASES},
    "GET /*/enterprises.html": {"/*/enterprises.html": CASES},
    "GET /*/search": {"/*/search?q=厂": CASES},
    "GET /data/cases.json": {"/data/cases.json": CASES},
    "GET /*/cases.html": {"/*/cases.html": CASES},
    "GET /*/cases": {"/*/cases": CASES},
    "GET /*/cases/several": {"/*/cases/several": SIGNED_IN},
    "POST /*/cases/several": {"/*/cases/several": INTERNAL},
    "GET /*/case/{number}.html": {"/*/case/1.html": OWN_CASE, "/*/case/2.html": OTHERS_CASE},
    "GET /*/case/{number}/evidence/{sha256}": {
        f"/*/case/1/evidence/{'0' * 64}": Row((), (*OFFICES, "enterprise")),
        f"/*/case/2/evidence/{'0' * 64}": Row((), (*OFFICES, "enterprise")),
    },
    "GET /*/case/{number}/{kind}": {"/*/case/1/assign": SIGNED_IN},
    "POST /*/case/{number}/{kind}": {"/*/case/1/assign": INTERNAL, "/*/case/2/assign": OTHERS_CASE},
    "GET /data/glance.json": {"/data/glance.json": INTERNAL},
    "GET /*/glance.html": {"/*/glance.html": INTERNAL},
    "GET /data/index-page.json": {"/data/index-page.json": WHOLE_ZONE},
    "GET /*/index-page.html": {"/*/index-page.html": WHOLE_ZONE},
    "GET /data/matrix.json": {"/data/matrix.json": MATRIX},
    "GET /*/matrix.html": {"/*/matrix.html": MATRIX},
    "GET /data/calendar.json": {"/data/calendar.json": INTERNAL},
    "GET /*/calendar.html": {"/*/calendar.html": INTERNAL},
    "GET /data/freshness.json": {"/data/freshness.json": INTERNAL},
    "GET /*/freshness.html": {"/*/freshness.html": INTERNAL},
    "GET /data/methodology.json": {"/data/methodology.json": READS},
    "GET /*/methodology.html": {"/*/methodology.html": READS},
    "GET /data/audit-log.json": {"/data/audit-log.json": AUDIT},
    "GET /*/audit-log.html": {"/*/audit-log.html": AUDIT},
    "GET /*/audit": {"/*/audit": AUDIT},
    "GET /data/{path:path}.json": {},
    "GET /*/{path:path}.html": {},
}
"""By route, with `*` for the language: addresses that it answers at, and whom. Those of documents follow from what a run wrote."""
API = "/api/v1"
_NO_FORMS = ("/openapi.json", "/health", "/catalog", "/codelists", "/calendar", "/releases")
OF_API: dict[str, dict[str, Row]] = {
    "/openapi.json": {"/openapi.json": EVERYBODY},
    "/health": {"/health": EVERYBODY},
    "/catalog": {"/catalog": RELEASES},
    "/codelists": {"/codelists": RELEASES},
    "/codelists/{name}": {"/codelists/roles": Row((), RELEASES.shown), "/codelists/REF_AREA": RELEASES},
    "/calendar": {"/calendar?year=2026": RELEASES},
    "/enterprises": {"/enterprises": READS},
    "/releases": {"/releases": RELEASES},
    "/releases/{number}": {"/releases/7": Row((), RELEASES.shown)},
    "/figures": {"/figures?indicator=activity_level": FIGURES},
    "/series/{level}/{code}": {
        "/series/city/440600": Row(("province", "city"), ("county", "enterprise", "researcher")),
        "/series/city/440100": OTHERS_SERIES,
        f"/series/enterprise/{FOSHAN}": Row(OWN_CASE.shown, ("researcher",)),
        f"/series/enterprise/{GUANGZHOU}": OTHERS_SERIES,
    },
    "/cells": {"/cells?indicator=activity_level": READS},
    "/vintages": {
        "/vintages?indicator=activity_level&subject=440600&period=2026-01": Row(
            ("province", "city"), ("county", "enterprise")
        ),
        "/vintages?indicator=activity_level&subject=440100&period=2026-01": OTHERS_CASE,
    },
    "/lights": {"/lights": READS},
    "/alerts": {"/alerts": READS},
    "/cases": {"/cases": READS},
    "/contributions": {"/contributions": WHOLE_ZONE},
}


@pytest.fixture(scope="module")
def walked(province, small_enterprise, tmp_path_factory) -> Iterator[tuple[FastAPI, AccessDesk, Gate]]:
    with pytest.MonkeyPatch.context() as patch:
        gate, desk = walked_bureau(tmp_path_factory.mktemp("walked"), province(4, 1, 1, 450), small_enterprise, patch)
        settings = WebSettings(per_source="1000000/minute", per_user="1000000/minute", sign_ins="1000000/minute")
        yield application(gate, desk, settings), desk, gate


@dataclass
class Walk:
    """Asks as every reader and notes what was not as the table says."""

    app: FastAPI
    desk: AccessDesk
    gate: Gate
    asked: int = 0

    def __post_init__(self) -> None:
        self.crossings: list[str] = []
        self.tokens: dict[str, str] = {}
        self.secrets = {NOBODY: ""}
        for reader in READERS:
            self.begin(reader)

    def begin(self, reader: str) -> None:
        session = begin_if_allowed(self.desk, reader, now=self.gate.now(), source="test")
        assert session is not None
        self.secrets[reader] = session.secret

    async def go(self, rows: list[tuple[str, str, Row]]) -> None:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            for method, address, row in rows:
                for reader in (NOBODY, *(AGAIN if address.startswith("/en/") else READERS)):
                    await self._ask(client, method, address, row, reader)

    async def _ask(self, client: httpx.AsyncClient, method: str, address: str, row: Row, reader: str) -> None:
        secret = self.secrets[reader]
        headers = {"cookie": f"mbi={secret}; mbi-form={FORM_SECRET}"}
        if self.tokens:
            headers = {"authorization": f"Bearer {self.tokens[reader]}"} if reader != NOBODY else {}
        if method == "POST":
            headers["x-csrf-token"] = forms._token(FORM_SECRET, secret)
        answer = await client.request(method, address, headers=headers)
        self.asked += 1
        found, expected = outcome(answer), row.expected(reader)
        if found != expected:
            self.crossings.append(f"{method} {address} as {reader}: {found} ({answer.status_code}), not {expected}")
        if reader != "province" and OTHERS_NAME in answer.text:
            self.crossings.append(f"{method} {address} as {reader}: tells of {OTHERS_NAME}")
        if reader not in (*OFFICES, "enterprise") and OWN_NAME in answer.text:
            self.crossings.append(f"{method} {address} as {reader}: tells of {OWN_NAME}")
        if method == "POST" and reader != NOBODY and address.endswith(("/sign-out", "/end")):
            self.begin(reader)


class TokenWalk(Walk):
    """Asks as every reader by a token of its own, and not by a session."""

    def __post_init__(self) -> None:
        super().__post_init__()
        now = self.gate.now()
        made = {reader: create_token(self.desk, reader, "walk", by="machine:test", now=now) for reader in READERS}
        self.tokens = {reader: new.secret for reader, new in made.items()}


def outcome(answer: httpx.Response) -> str:
    """Return what an answer is: shown, not there, refused, or asked to sign in."""
    to = answer.headers.get("location", "")
    if answer.status_code == 401 or "/sign-in?to=" in to:
        return SIGN_IN
    if answer.status_code == 403:
        return REFUSED
    if answer.status_code == 404:
        return NONE
    return SHOWN if answer.status_code < 500 else str(answer.status_code)


def pages_of(app: FastAPI) -> list[str]:
    """Return all routes of the pages, each as method and path, `*` for the language."""
    found = []
    for route in app.routes:
        if isinstance(route, Mount):
            continue
        assert isinstance(route, Route), f"a kind of route that the walk does not know: {route!r}"
        path = re.sub(r"^/(zh|en)(?=/)", "/*", route.path)
        found += [f"{method} {path}" for method in sorted((route.methods or set()) - {"HEAD"})]
    return found


def test_every_route_is_in_the_table(walked):
    app, _, _ = walked
    assert set(pages_of(app)) == set(PAGES)
    [mounted] = [route for route in app.routes if isinstance(route, Mount)]
    assert mounted.path == API
    assert {*mounted.app.openapi()["paths"], "/openapi.json"} == set(OF_API)


@pytest.mark.slow
def test_nobody_gets_more_than_the_table_says(walked, capsys: pytest.CaptureFixture[str]):
    walk = Walk(*walked)
    asyncio.run(walk.go(list(rows_of_pages())))
    asyncio.run(walk.go([("GET", f"{API}{address}", row) for rows in OF_API.values() for address, row in rows.items()]))
    asyncio.run(walk.go(list(rows_of_documents(walk.gate))))
    with capsys.disabled():
        print(f"\n{walk.asked} combinations of reader and address walked, {len(walk.crossings)} crossings")
        print("\n".join(walk.crossings))
    assert walk.crossings == []


def test_tokens_open_what_their_users_see_and_nothing_else(walked):
    walk = TokenWalk(*walked)
    for form in ("", "csv", "arrow"):
        asyncio.run(walk.go(list(rows_of_api(form))))
    assert walk.crossings == []
    assert walk.asked > 500


def test_tokens_open_no_page(walked):
    app, desk, gate = walked
    secret = create_token(desk, "province", "page", by="machine:test", now=gate.now()).secret
    for address in ("/zh/users", "/zh/glance.html", "/data/matrix.json", "/zh/tokens"):
        answer = AskedApp(app).get(address, {"Authorization": f"Bearer {secret}"})
        assert outcome(answer) == SIGN_IN, address


def rows_of_api(form: str) -> Iterator[tuple[str, str, Row]]:
    """Yield the addresses of the API, all or those that are answered as a file, which enterprises may not take out."""
    for rows in OF_API.values():
        for address, row in rows.items():
            takes = address.partition("?")[0] not in _NO_FORMS and not address.startswith(("/codelists/", "/openapi"))
            asked = f"{address}{'&' if '?' in address else '?'}format={form}"
            if not form:
                yield "GET", f"{API}{address}", row
            elif takes:
                shown = tuple(one for one in row.shown if one != "enterprise")
                yield "GET", f"{API}{asked}", Row(shown, row.none)


def rows_of_pages() -> Iterator[tuple[str, str, Row]]:
    for route, addresses in PAGES.items():
        method = route.split()[0]
        for address, row in addresses.items():
            for language in ("zh", "en") if "*" in address else ("",):
                yield method, address.replace("*", language), row


def rows_of_documents(gate: Gate) -> Iterator[tuple[str, str, Row]]:
    """Yield every document that the run wrote, one page of each kind and each group of readers, each enterprise, and one that is not there."""
    folder = gate.bureau.output / "data"
    paths = [file.relative_to(folder).with_suffix("").as_posix() for file in sorted(folder.rglob("*.json"))]
    drawn: set[str] = set()
    for path in [path for path in paths if path not in MADE]:
        row = row_of(path)
        yield "GET", f"/data/{path}.json", row
        if (kind := f"{path.partition('/')[0]} {row.shown}") not in drawn:
            drawn.add(kind)
            yield "GET", f"/zh/{path}.html", row
    yield from both(f"enterprise/{FOSHAN}", OWN_CASE)
    yield from both(f"enterprise/{GUANGZHOU}", OTHERS_CASE)
    yield from both("enterprise/none", Row((), (*OFFICES, "enterprise")))
    yield from both("frame", Row((), (*OFFICES, "enterprise")))


def both(path: str, row: Row) -> Iterator[tuple[str, str, Row]]:
    yield "GET", f"/data/{path}.json", row
    yield "GET", f"/zh/{path}.html", row


def row_of(path: str) -> Row:
    """Return whom a page of the run is for, by the code of its place: codes of one city begin alike."""
    kind, _, code = path.partition("/")
    of_place = kind in ("city", "county", "cell") and code != "index"
    shown = tuple(
        reader
        for reader in OFFICES
        if reader == "province" or path in FOR_ALL or (of_place and code[:6].startswith(PREFIX[reader]))
    )
    return Row(shown, (*(reader for reader in OFFICES if reader not in shown), "enterprise"))

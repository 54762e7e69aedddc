"""Walks every address as every reader, and holds each answer to the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
from fastapi import FastAPI
from starlette.routing import Mount, Route
from tests.rooms.doors.access_table import (
    AGAIN,
    API,
    FOR_ALL,
    FORBIDDEN,
    LEADING,
    MADE,
    NO_FORMS,
    NOBODY,
    NONE,
    NOT_SIGNED,
    OF_ALL_PLACES,
    OF_API,
    OF_PLACES,
    OFFICES,
    OTHERS_CASE,
    OWN_CASE,
    PAGES,
    PREFIX,
    READERS,
    REFUSED,
    SHOWN,
    SIGN_IN,
    Row,
    proof_of,
)
from tests.rooms.doors.walked_bureau import FORM_SECRET
from tests.rooms.flow.gate.small_runs import FOSHAN, GUANGZHOU

from openmbi.doors.web import forms
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import begin_if_allowed
from openmbi.flow.access.tokens import create_token
from openmbi.flow.gate.gate import Gate


@dataclass
class Walk:
    """Asks as every reader and notes what was not as the table says: another answer, one that tells of what lies outside the scope, or one that shows
    nothing. `readers`: as these alone; `stops`: at the first that is not as it should be.
    """

    app: FastAPI
    desk: AccessDesk
    gate: Gate
    asked: int = 0
    readers: tuple[str, ...] = ()
    stops: bool = False

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
                readers = self.readers or (NOBODY, *(AGAIN if address.startswith("/en/") else READERS))
                for reader in readers:
                    await self._ask(client, method, address, row, reader)
                    if self.stops and self.crossings:
                        return

    async def _ask(self, client: httpx.AsyncClient, method: str, address: str, row: Row, reader: str) -> None:
        secret = self.secrets[reader]
        headers = {"cookie": f"mbi={secret}; mbi-form={FORM_SECRET}"}
        if self.tokens:
            headers = {"authorization": f"Bearer {self.tokens[reader]}"} if reader != NOBODY else {}
        if method == "POST":
            headers["x-csrf-token"] = forms._masked(forms._token(FORM_SECRET, secret))
        answer = await client.request(method, address, headers=headers)
        self.asked += 1
        found, expected = outcome(answer, method, address), row.expected(reader)
        asked = f"{method} {address} as {reader}"
        if found != expected:
            self.crossings.append(f"{asked}: {found} ({answer.status_code}), not {expected}")
        if not any(named in address for named in OF_ALL_PLACES):
            told = [one for one in FORBIDDEN[reader] if one.encode() in answer.content and one not in address]
            self.crossings += [f"{asked}: tells of {one}" for one in told]
        proof = proof_of(address, reader) if method == "GET" and found == expected == SHOWN else None
        if proof and answer.status_code == 200 and proof.encode() not in answer.content:
            self.crossings.append(f"{asked}: shows nothing of {proof}")
        if method == "POST" and reader != NOBODY and address.endswith(("/sign-out", "/end")):
            self.begin(reader)


class TokenWalk(Walk):
    """Asks as every reader by a token of its own, and not by a session."""

    def __post_init__(self) -> None:
        super().__post_init__()
        now = self.gate.now()
        made = {reader: create_token(self.desk, reader, "walk", by="machine:test", now=now) for reader in READERS}
        self.tokens = {reader: new.secret for reader, new in made.items()}


def outcome(answer: httpx.Response, method: str = "GET", address: str = "") -> str:
    """Return what an answer is: shown, not there, refused, or asked to sign in; anything else by its status."""
    to = answer.headers.get("location", "")
    if answer.status_code == 401 or "/sign-in?to=" in to:
        return SIGN_IN
    if answer.status_code == 403:
        return REFUSED
    if answer.status_code == 404:
        return NONE
    leads = answer.status_code in (303, 307) and address.removeprefix("/zh").removeprefix("/en") in LEADING
    form = method == "POST" and answer.status_code in (200, 303, 409, 422)
    return SHOWN if answer.status_code == 200 or leads or form else str(answer.status_code)


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


def rows_of_api(form: str) -> Iterator[tuple[str, str, Row]]:
    """Yield the addresses of the API for tokens, all or those that are answered as a file, which enterprises may not take out.

    A token reviews and signs nothing, so that to it a release that is not signed does not exist.
    """
    for rows in OF_API.values():
        for address, listed in rows.items():
            row = Row((), (*listed.shown, *listed.none)) if listed is NOT_SIGNED else listed
            takes = address.partition("?")[0] not in NO_FORMS and not address.startswith(("/codelists/", "/openapi"))
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
    yield from both("tiles", OF_PLACES)
    yield from both("alerts", OF_PLACES)
    yield from both("county/index", OF_PLACES)
    yield from both("city/index", Row(("province", "city"), ("county", "enterprise")))
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
    if kind == "case":
        return OWN_CASE if code == "1" else OTHERS_CASE
    of_place = kind in ("city", "county", "cell", "alerts") and code != "index"
    shown = tuple(
        reader
        for reader in OFFICES
        if reader == "province" or path in FOR_ALL or (of_place and code[:6].startswith(PREFIX[reader]))
    )
    return Row(shown, (*(reader for reader in OFFICES if reader not in shown), "enterprise"))

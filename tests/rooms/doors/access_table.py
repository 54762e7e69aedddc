"""Whom every address of the web door and the API is for, written by hand; what an answer must tell, and what it may not.

Size: the table has a line a route.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.rooms.doors.walked_bureau import SPARE
from tests.rooms.doors.walked_documents import (
    OF_THE_CELL,
    OF_THE_PEERS,
    OF_THE_ZONE,
    OTHERS_NAME,
    OWN_NAME,
    RUN_AS_OF,
)
from tests.rooms.flow.gate.small_runs import FOSHAN, GUANGZHOU

READERS = ("province", "city", "county", "enterprise", "researcher", "administrator", "security", "audit")
NOBODY = "nobody"
AGAIN = ("city", "enterprise", "researcher", "administrator")
"""Who asks for the English pages, after everybody asked for the Chinese ones by the same routes."""
PREFIX = {"province": "", "city": "4406", "county": "440606"}
"""What the codes of all places begin with that a reader of internal pages sees."""
MADE = ("frame", "matrix", "glance", "tiles", "alerts", "city/index", "county/index", "standing-alerts")
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
MATRIX = Row(("province", "city"), ("county", "enterprise"))
OF_PLACES = Row(OFFICES, ("enterprise",))
WHOLE_ZONE = Row(("province",), ("city", "county"))
CASES = Row((*OFFICES, "enterprise"))
OWN_CASE = Row((*OFFICES, "enterprise"))
OTHERS_CASE = Row(("province",), ("city", "county", "enterprise"))
USERS_READ = Row(OFFICERS)
ADMINISTRATOR, SECURITY = Row(("administrator",)), Row(("security",))
AUDIT = Row(("audit",))
READS = CASES
FIGURES = Row((*READS.shown, "researcher"))
OTHERS_SERIES = Row(("province",), ("city", "county", "enterprise", "researcher"))
RELEASES = Row((*OFFICES, "enterprise", "researcher"))
NOT_SIGNED = Row(("province",), ("city", "county", "enterprise", "researcher"))
MY_OWN = Row(("enterprise",))
BULLETIN = Row((), OFFICES)
"""Of a month without data: to the province it is refused by its own name, to others it does not exist."""
"""Rows of the table."""


LEADING = ("/", "", "/sign-in", "/cases/several", "/case/1/assign", "/case/2/assign")
"""Addresses, without their language, that may lead on to another page."""
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
    "GET /data/glance.json": {
        "/data/glance.json": INTERNAL,
        "/data/glance.json?place=440600": Row(("province", "city"), ("county",)),
        "/data/glance.json?place=440100": WHOLE_ZONE,
    },
    "GET /*/glance.html": {"/*/glance.html": INTERNAL, "/*/glance.html?place=440100": WHOLE_ZONE},
    "GET /data/own.json": {"/data/own.json": MY_OWN},
    "GET /*/own.html": {"/*/own.html": MY_OWN},
    "GET /data/releases.json": {"/data/releases.json": RELEASES},
    "GET /*/releases.html": {"/*/releases.html": RELEASES},
    "GET /data/release/{number}.json": {
        "/data/release/1.json": RELEASES,
        "/data/release/2.json": NOT_SIGNED,
        "/data/release/7.json": Row((), RELEASES.shown),
    },
    "GET /*/release/{number}.html": {"/*/release/1.html": RELEASES, "/*/release/2.html": NOT_SIGNED},
    "GET /data/index-page.json": {"/data/index-page.json": WHOLE_ZONE},
    "GET /*/index-page.html": {"/*/index-page.html": WHOLE_ZONE},
    "GET /data/matrix.json": {
        "/data/matrix.json": MATRIX,
        "/data/matrix.json?level=city": MATRIX,
        "/data/matrix.json?level=industry": Row(("province",), ("city", "county", "enterprise")),
    },
    "GET /*/matrix.html": {"/*/matrix.html": MATRIX, "/*/matrix.html?level=city&sort=light": MATRIX},
    "GET /data/calendar.json": {"/data/calendar.json": INTERNAL},
    "GET /*/calendar.html": {"/*/calendar.html": INTERNAL},
    "GET /data/freshness.json": {"/data/freshness.json": INTERNAL},
    "GET /*/freshness.html": {"/*/freshness.html": INTERNAL},
    "GET /data/methodology.json": {"/data/methodology.json": RELEASES},
    "GET /*/methodology.html": {"/*/methodology.html": RELEASES},
    "GET /data/bulletins.json": {"/data/bulletins.json": RELEASES},
    "GET /*/bulletins.html": {"/*/bulletins.html": RELEASES},
    "GET /data/bulletin/{month}.json": {
        "/data/bulletin/1999-01.json": BULLETIN,
        "/data/bulletin/1999-01.json?edition=public": Row((), RELEASES.shown),
    },
    "GET /*/bulletin/{month}.html": {
        "/*/bulletin/1999-01.html": BULLETIN,
        "/*/bulletin/1999-01.html?edition=public": Row((), RELEASES.shown),
        "/*/bulletin/1999-01.html?format=pdf": BULLETIN,
    },
    "GET /data/audit-log.json": {"/data/audit-log.json": AUDIT},
    "GET /*/audit-log.html": {"/*/audit-log.html": AUDIT},
    "GET /*/audit": {"/*/audit": AUDIT},
    "GET /data/{path:path}.json": {},
    "GET /*/{path:path}.html": {},
}
"""By route, with `*` for the language: addresses that it answers at, and whom. Those of documents follow from what a run wrote."""
API = "/api/v1"
NO_FORMS = ("/openapi.json", "/health", "/catalog", "/codelists", "/calendar", "/releases")
OF_API: dict[str, dict[str, Row]] = {
    "/openapi.json": {"/openapi.json": EVERYBODY},
    "/health": {"/health": EVERYBODY},
    "/catalog": {"/catalog": RELEASES},
    "/codelists": {"/codelists": RELEASES},
    "/codelists/{name}": {"/codelists/roles": Row((), RELEASES.shown), "/codelists/REF_AREA": RELEASES},
    "/calendar": {"/calendar?year=2026": RELEASES},
    "/enterprises": {"/enterprises": READS},
    "/releases": {"/releases": RELEASES},
    "/releases/{number}": {
        "/releases/1": RELEASES,
        "/releases/2": NOT_SIGNED,
        "/releases/7": Row((), RELEASES.shown),
    },
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


ELSEWHERE = (
    "zone/440000",
    "440100",
    "440106",
    "441300",
    "441800",
    GUANGZHOU,
    OTHERS_NAME,
    "广州市",
    "惠州市",
    "清远市",
    *OF_THE_ZONE,
)
"""What lies outside every narrower scope: codes and names of other places and enterprises, and figures of the whole zone."""
_OF_THE_CITY = ("city/440600", "cell/440600", "440600-C17", *OF_THE_PEERS, *OF_THE_CELL)
_OF_THE_RUN = (*_OF_THE_CITY, "county/440606", RUN_AS_OF)
FORBIDDEN: dict[str, tuple[str, ...]] = {
    "province": (),
    "city": ELSEWHERE,
    "county": (*ELSEWHERE, *_OF_THE_CITY),
    "enterprise": (*ELSEWHERE, *_OF_THE_CITY, "county/440606"),
    "researcher": (OWN_NAME, FOSHAN, *ELSEWHERE, *_OF_THE_RUN, "工单规则"),
    **dict.fromkeys(OFFICERS, (OWN_NAME, OTHERS_NAME, *OF_THE_ZONE, *OF_THE_PEERS, *OF_THE_CELL, RUN_AS_OF)),
    NOBODY: (OWN_NAME, FOSHAN, *ELSEWHERE, *_OF_THE_RUN),
}
"""What no answer may hold, by reader."""
OF_ALL_PLACES = ("/codelists/REF_AREA", "/openapi.json")
"""Code lists name every place of the country's standard, the description of the API some as examples."""

_BY_PLACE = {"province": "440100", "city": "440600", "county": "440606"}
_OWN = dict.fromkeys((*OFFICES, "enterprise"), OWN_NAME)
_OWN_CODE = dict.fromkeys((*OFFICES, "enterprise"), FOSHAN)
PROOF: dict[str, dict[str, str]] = {
    "glance": _BY_PLACE | {"province": "440000"},
    "matrix": {"province": "440100-C17", "city": "440600-C17"},
    "tiles": _BY_PLACE,
    "city/index": {"province": "440100", "city": "440600"},
    "county/index": {"province": "440106", "city": "440606", "county": "440606"},
    "alerts": dict.fromkeys(OFFICES, FOSHAN),
    "alerts/440600": {"province": FOSHAN, "city": FOSHAN},
    "own": {"enterprise": OWN_NAME},
    "releases": dict.fromkeys(RELEASES.shown, "release/1"),
    "release/1": dict.fromkeys(RELEASES.shown, "440000"),
    "enterprises": _OWN,
    "search": _OWN,
    "cases": _OWN,
    "case/1": _OWN,
    "quality": dict.fromkeys(OFFICES, "误报"),
    "api/v1/enterprises": _OWN_CODE,
    "api/v1/cases": _OWN_CODE,
    "api/v1/alerts": _OWN_CODE,
    "api/v1/lights": {**_BY_PLACE, "enterprise": FOSHAN},
    "api/v1/cells": {"province": "440100-C39", "city": "440600-C39"},
    "api/v1/figures": {**_BY_PLACE, "researcher": "440000"},
    "api/v1/releases": dict.fromkeys(RELEASES.shown, "1"),
    "api/v1/codelists/REF_AREA": dict.fromkeys(RELEASES.shown, "440600"),
}
"""What an answer must hold where it is shown, by address and reader."""


def proof_of(address: str, reader: str) -> str | None:
    """Return what an answer must hold: as PROOF says, else of the page of a place or enterprise its code."""
    path = re.sub(r"^/(zh|en|data)/", "", address.partition("?")[0]).removeprefix("/").removesuffix("/")
    path = re.sub(r"\.(html|json)$", "", path)
    if "format=arrow" in address or "?q=" in address or "level=city" in address:
        return None
    if path in PROOF:
        return PROOF[path].get(reader)
    kind, _, code = path.partition("/")
    return code if kind in ("zone", "city", "county", "cell", "industry", "enterprise") and code else None

"""The walk is worth what it finds: each check of scope or permission is taken away, one at a time, and the walk has to tell that somebody got too much."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fastapi import FastAPI
from tests.rooms.doors.access_table import API, OF_API
from tests.rooms.doors.access_walk import Walk, rows_of_documents, rows_of_pages
from tests.rooms.doors.walked_bureau import LIMITS, walked_bureau

from openmbi.core.access import LOCAL, Scope, Viewer
from openmbi.doors.web.app import application
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.enterprise_list import EnterpriseList
from openmbi.flow.gate import (
    alerts,
    case_list,
    case_narrowing,
    cases,
    contributions,
    documents,
    glance,
    live_frame,
    methodology,
    narrowing,
    own_alerts,
    own_board,
    own_entries,
    own_pages,
    page_reach,
    releases,
    vintages,
)
from openmbi.flow.gate.gate import Gate

NARROW = ("county", "city", "enterprise", "researcher", "audit")


def yes(*_: object, **__: object) -> bool:
    return True


def nothing(*_: object, **__: object) -> None:
    return None


def as_found(_gate: Gate, _viewer: Viewer, found: Any, *_: object) -> Any:
    return found


def whole(path: str) -> Callable[..., Any]:
    return lambda gate, *_: gate.site.document(path)


def _unbounded(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that asks as somebody who sees everything."""
    return lambda gate, viewer, *others, **named: ask(gate, replace(viewer, scope=LOCAL.scope), *others, **named)


@dataclass(frozen=True)
class Broken:
    """What is broken: `name` of `place` becomes `instead`; the walk goes to the addresses that match `where`."""

    place: Any
    name: str
    instead: Any
    where: str

    def __str__(self) -> str:
        place = getattr(self.place, "__name__", str(self.place)).rpartition(".")[2]
        return f"{place}.{self.name}"


BROKEN = (
    Broken(Scope, "covers_place", yes, r"city/440100|place=440100"),
    Broken(Scope, "covers_enterprise", yes, "enterprise/9144010"),
    Broken(Scope, "is_everywhere", property(yes), "overview|index-page"),
    Broken(Viewer, "check", nothing, "matrix|contributions"),
    Broken(Viewer, "may", yes, "glance|users"),
    Broken(page_reach, "reaches", yes, "city/440100|zone"),
    Broken(page_reach, "reaches_case", yes, r"case/2"),
    Broken(documents, "reached", yes, "city/440100|zone"),
    Broken(documents, "narrowed", as_found, "case/1"),
    Broken(documents, "own_group", lambda _g, _v, found: found, "city/440600"),
    Broken(documents, "own_enterprise", lambda _g, _v, found: found, "enterprise/"),
    Broken(documents, "own_matrix", whole("matrix"), "matrix"),
    Broken(documents, "own_tiles", whole("tiles"), "tiles"),
    Broken(documents, "own_list", lambda gate, _v, path: gate.site.document(path), "index"),
    Broken(documents, "own_alerts", lambda gate, _v, path="alerts": gate.site.document(path), "alerts"),
    Broken(documents, "own_navigation", lambda _g, _v, led: led, "data/city/440600|data/county/440606"),
    Broken(own_entries, "reached", yes, "matrix|tiles|county/index"),
    Broken(own_alerts, "own_of", lambda _g, _v, lines: lines, "alerts"),
    Broken(own_alerts, "own_line", lambda _g, _v, line: line, "alerts"),
    Broken(own_alerts, "reaches_city", yes, "enterprise/|case/1"),
    Broken(own_pages, "own_line", lambda _g, _v, line: line, "enterprise/"),
    Broken(own_pages, "own_of", lambda _g, _v, lines: lines, "enterprise/|county/440606"),
    Broken(own_board, "own_of", lambda _g, _v, lines: list(lines), "matrix|tiles"),
    Broken(case_narrowing, "reaches_city", yes, "case/1"),
    Broken(case_narrowing, "_common", lambda reason, _levels: reason, "case/1"),
    Broken(cases, "within", yes, "case/2|/cases"),
    Broken(case_list, "_wanted", None, "cases"),
    Broken(alerts, "_within", yes, "api/v1/alerts"),
    Broken(narrowing, "sees", yes, "api/v1/(figures|lights|cells)"),
    Broken(vintages, "sees", yes, "vintages"),
    Broken(contributions, "_check_group", nothing, "contributions"),
    Broken(glance, "_within", lambda viewer, place: replace(viewer, scope=Scope((place,))), "place=440100"),
    Broken(live_frame, "reads_runs", yes, "methodology|audit"),
    Broken(methodology, "reads_runs", yes, "methodology"),
    Broken(releases, "_sees", yes, "release"),
    Broken(EnterpriseList, "found", None, "enterprises"),
)


@dataclass(frozen=True)
class Standing:
    """A bureau that is walked again and again."""

    app: FastAPI
    desk: AccessDesk
    gate: Gate

    def walk(self, where: str) -> Walk:
        """Walk the addresses that match, with nothing remembered of earlier questions."""
        self.gate.__dict__.pop("origins", None)
        of_api = [("GET", f"{API}{address}", row) for rows in OF_API.values() for address, row in rows.items()]
        every = [*rows_of_pages(), *of_api, *rows_of_documents(self.gate)]
        rows = [row for row in every if row[0] == "GET" and not row[1].startswith("/en/") and re.search(where, row[1])]
        walk = Walk(self.app, self.desk, self.gate, readers=NARROW, stops=True)
        asyncio.run(walk.go(rows))
        return walk


@pytest.fixture
def unbroken(province, small_enterprise, tmp_path) -> Iterator[Standing]:
    """A bureau of its own: what was answered while something was broken may be remembered."""
    with pytest.MonkeyPatch.context() as patch:
        gate, desk = walked_bureau(tmp_path, province(4, 1, 1, 450), small_enterprise, patch)
        yield Standing(application(gate, desk, LIMITS), desk, gate)


@pytest.fixture(scope="module")
def standing(province, small_enterprise, tmp_path_factory) -> Iterator[Standing]:
    with pytest.MonkeyPatch.context() as patch:
        gate, desk = walked_bureau(tmp_path_factory.mktemp("broken"), province(4, 1, 1, 450), small_enterprise, patch)
        yield Standing(application(gate, desk, LIMITS), desk, gate)


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_the_walk_finds_what_is_broken(broken: Broken, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    before = getattr(broken.place, broken.name)
    instead = broken.instead
    if broken.place is EnterpriseList:
        instead = lambda listing, wanted, _scope: before(listing, wanted, LOCAL.scope)  # noqa: E731
    elif instead is None:
        instead = _unbounded(before)
    monkeypatch.setattr(broken.place, broken.name, instead)
    assert standing.walk(broken.where).crossings


def test_the_same_walk_finds_nothing_where_nothing_is_broken(unbroken: Standing) -> None:
    walk = unbroken.walk("|".join(sorted({one.where for one in BROKEN})))
    assert walk.crossings == []
    assert walk.asked > 200

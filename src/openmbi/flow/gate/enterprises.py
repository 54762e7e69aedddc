"""Enterprises, as far as a viewer's scope reaches: searched among all of the newest run, page by page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.enterprise_list import EnterpriseList, Sort, Wanted
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.older_enterprises import older_enterprises

MOST = 20_000
"""So many are given at once at most."""


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after a place of the order of one run's list, which never changes."""

    run: str
    sort: Sort
    place: int

    def __str__(self) -> str:
        return f"{self.run}.{self.sort}.{self.place}"

    @staticmethod
    def of(text: str) -> Cursor:
        """Return the cursor of a text.

        Raises
        ------
        Problem
            `search.wrong-cursor`.
        """
        found = re.fullmatch(r"(\d{6})\.(weight|name)\.(\d{1,9})", text, re.ASCII)
        if found is None:
            raise _wrong_cursor(text)
        return Cursor(found[1], Sort(found[2]), int(found[3]))


@dataclass(frozen=True)
class Page:
    """Some of the enterprises found, as `openmbi.flow.enterprise_list.LISTED` has them. `after`: the cursor of the next page, None where this is the last.

    `total`: how many were found on all pages; `run`: by which run.
    """

    run: str
    total: int
    lines: tuple[dict[str, Any], ...]
    after: str | None


def search(
    gate: Gate,
    viewer: Viewer,
    query: str,
    *,
    filters: Wanted | None = None,
    sort: Sort = Sort.WEIGHT,
    after: str | None = None,
    limit: int = 50,
    as_of: datetime | None = None,
) -> Page:
    """Return a page of the enterprises whose name or code contains all words of `query`, within the scope; `filters` say what else they must be.

    `after`: the cursor of an earlier page, which also says the order. Pages of one cursor are of one run, whatever is computed meanwhile. `as_of`: by the
    newest run that knew no more.

    Raises
    ------
    Problem
        `access.not-permitted`; `search.wrong-cursor`; `search.run-gone` where there is no run of the cursor; `run.none`, `figures.no-run`,
        `enterprise.not-kept`.
    """
    if not viewer.may(Permission.READ_INTERNAL):
        viewer.check(Permission.READ_OWN)
    cursor = Cursor.of(after) if after else None
    listing = _listing(gate, cursor, as_of)
    found = listing.found(replace(filters or Wanted(), query=query), viewer.scope)
    place, order = (cursor.place, cursor.sort) if cursor else (0, sort)
    rows = listing.after(found, order, place, min(limit, MOST) + 1)
    shown = rows[: min(limit, MOST)]
    return Page(
        run=listing.run,
        total=int(found.sum()),
        lines=tuple(listing.lines(shown)),
        after=_next(listing, order, int(shown[-1])) if len(rows) > len(shown) else None,
    )


def _listing(gate: Gate, cursor: Cursor | None, as_of: datetime | None) -> EnterpriseList:
    asked = cursor.run if cursor else gate.origins.of(as_of).saved.name if as_of else None
    found = gate.enterprises.listing(asked)
    if found is not None:
        return found
    origin = gate.origins.named(asked) if asked else None
    if origin is None:
        raise _run_gone(cursor)
    return older_enterprises(origin)


def _next(listing: EnterpriseList, sort: Sort, last: int) -> str:
    return str(Cursor(listing.run, sort, listing.place_after(last, sort)))


def _wrong_cursor(text: str) -> Problem:
    return Problem(
        "search.wrong-cursor",
        Text("「{text}」不是翻页标记", "“{text}” is no cursor").fill(text=text[:40]),
        Text("从第一页重新开始", "begin again with the first page"),
        field="after",
    )


def _run_gone(cursor: Cursor | None) -> Problem:
    return Problem(
        "search.run-gone",
        Text("第 {run} 次计算已被更新的取代", "run {run} has been followed by newer ones").fill(
            run=cursor.run if cursor else "–"
        ),
        Text("从第一页重新搜索，即按最新一次计算", "search again from the first page, by the newest run"),
        field="after",
    )

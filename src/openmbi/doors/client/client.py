"""The client: the questions of the API as functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from datetime import date, datetime
from itertools import islice
from typing import Any
from urllib.parse import quote

import httpx
import orjson
import pyarrow as pa

from openmbi.doors.client.answered import Answered
from openmbi.doors.client.fetching import Fetching

API = "/api/v1"
JSON = "application/json"
TABLE = f"application/vnd.apache.arrow.stream, {JSON};q=0.5"
"""Arrow, or columns of JSON to who may take no files out."""
_LONGEST_SECONDS = 60.0
_LARGEST_PAGE = 20_000

Some = str | Sequence[str] | None
"""One code, several, or None for all."""


class Client:
    """Reads figures, lights, alerts and cases from an openmbi server. Safe to share between threads.

    Parameters
    ----------
    url
        Where `mbi serve` answers, such as `http://127.0.0.1:8421`.
    token
        A read-only token, as `mbi token` makes it; None on loopback, where nobody signs in.
    http
        An `httpx.Client` of your own, with its certificates and proxies, instead of ours; its base address is that of the API.

    Raises
    ------
    Problem
        By every question: what the API refused, with its code; `client.unreachable`.
    """

    def __init__(
        self, url: str = "http://127.0.0.1:8421", token: str | None = None, *, http: httpx.Client | None = None
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        made = http or httpx.Client(base_url=f"{url.rstrip('/')}{API}", headers=headers, timeout=_LONGEST_SECONDS)
        self._fetching = Fetching(made)
        self._as_of: str | None = None

    def as_of(self, moment: str | date | datetime) -> Client:
        """Return the same client asking what was known at a moment; of a day, at its end."""
        other = copy(self)
        other._as_of = moment if isinstance(moment, str) else moment.isoformat()
        return other

    def figures(
        self,
        indicator: Some = None,
        *,
        level: Some = None,
        subject: Some = None,
        frequency: Some = None,
        place: str | None = None,
        industry: str | None = None,
        key: str | None = None,
        start: str | None = None,
        end: str | None = None,
        last: int | None = None,
        keys: bool = False,
    ) -> Answered:
        """Return figures, all pages of them: indicator, level, frequency, subject, period, value; with `keys` also series keys and statuses."""
        told = _told(locals())
        return self._answered("/figures", told)

    def series(
        self,
        level: str,
        code: str,
        indicator: Some = None,
        *,
        frequency: Some = None,
        start: str | None = None,
        end: str | None = None,
        last: int | None = None,
    ) -> Answered:
        """Return the figures of one group or enterprise."""
        told = _told({"indicator": indicator, "frequency": frequency, "start": start, "end": end, "last": last})
        return self._answered(f"/series/{_part(level)}/{_part(code)}", told)

    def cells(self, indicator: str = "activity_level", period: str | None = None) -> Answered:
        """Return the city × industry cells of an indicator and a period (None: the latest month), with light and weight."""
        return self._answered("/cells", _told({"indicator": indicator, "period": period}))

    def lights(
        self, *, level: Some = None, colour: Some = None, place: str | None = None, industry: str | None = None
    ) -> Answered:
        """Return the lights of the data date, with shape, letter, probability, since when and why."""
        told = _told({"level": level, "colour": colour, "place": place, "industry": industry})
        return self._answered("/lights", told)

    def alerts(
        self, *, level: str | None = None, colour: str | None = None, place: str | None = None, covered: bool = False
    ) -> Answered:
        """Return the alerts that stand, the gravest first; `covered`: also those that a group's alert covers."""
        return self._answered("/alerts", _told({"level": level, "colour": colour, "place": place, "covered": covered}))

    def cases(
        self,
        *,
        state: Some = None,
        level: str | None = None,
        place: str | None = None,
        owner: str | None = None,
        overdue: bool = False,
        closed: bool = False,
    ) -> Answered:
        """Return cases as they stand now, or stood at `as_of`."""
        told = {"state": state, "level": level, "place": place, "owner": owner, "overdue": overdue, "closed": closed}
        return self._answered("/cases", _told(told))

    def contributions(
        self,
        index: str = "activity_level",
        *,
        period: str | None = None,
        group: str | None = None,
        path: Some = None,
        depth: int = 2,
    ) -> Answered:
        """Return what a change is made of; the parts of a row sum to it exactly. `path`: the codes that lead to a part."""
        told = _told({"index": index, "period": period, "group": group, "path": path, "depth": depth})
        return self._answered("/contributions", told)

    def enterprises(
        self,
        q: str = "",
        *,
        place: str | None = None,
        industry: str | None = None,
        sort: str = "weight",
        limit: int | None = 50,
    ) -> Answered:
        """Return enterprises of which name or code contains `q`, the heaviest first or by `name`: the first `limit`, all where None."""
        told = _told({"q": q, "place": place, "industry": industry, "sort": sort, "limit": limit or _LARGEST_PAGE})
        return self._answered("/enterprises", told, pages=None if limit is None else 1)

    def vintages(self, indicator: str, subject: str, period: str, *, last: int = 24) -> Answered:
        """Return how a figure was revised: what each of the last runs said of it."""
        told = _told({"indicator": indicator, "subject": subject, "period": period, "last": last})
        return self._answered("/vintages", told)

    def release(self, number: int) -> Answered:
        """Return the figures of a public release; what is suppressed is null."""
        return self._answered(f"/releases/{number}", [])

    def releases(self) -> list[dict[str, Any]]:
        """Return the public releases that you may see, newest first."""
        return self._document("/releases")["releases"]

    def catalog(self) -> dict[str, Any]:
        """Return indicators, indexes and light rules as declared."""
        return self._document("/catalog")

    def code_lists(self) -> list[str]:
        """Return the names of the code lists."""
        return self._document("/codelists", at_a_moment=False)["codelists"]

    def health(self) -> dict[str, Any]:
        """Return whether the API answers; needs no token."""
        return self._document("/health", at_a_moment=False)

    def code_list(self, name: str) -> dict[str, dict[str, str]]:
        """Return a code list, such as `INDICATOR`: by code its names in both languages."""
        return self._document(f"/codelists/{_part(name)}")["codes"]

    def calendar(self, year: int) -> dict[str, Any]:
        """Return a year of the calendar."""
        return self._document("/calendar", [("year", str(year))])

    def _answered(self, path: str, told: list[tuple[str, str]], *, pages: int | None = None) -> Answered:
        """Return an answer of so many pages, all where None."""
        found = list(islice(self._pages(path, [*told, *self._moment()]), pages))
        return Answered(pa.concat_tables((one.table for one in found), promote_options="permissive"), found[0].about)

    def _moment(self) -> list[tuple[str, str]]:
        return [] if self._as_of is None else [("as_of", self._as_of)]

    def _pages(self, path: str, told: list[tuple[str, str]]) -> Iterator[Answered]:
        page, following = self._page(path, told)
        yield page
        while following:
            page, following = self._page(path, [*told, ("after", following)])
            yield page

    def _page(self, path: str, told: list[tuple[str, str]]) -> tuple[Answered, str | None]:
        answer = self._fetching.get(path, told, TABLE)
        if answer.headers.get("content-type", "").startswith(JSON):
            document = answer.json()
            return Answered(pa.table(document["columns"]), document["meta"]["about"]), document["meta"]["next"]
        table = pa.ipc.open_stream(answer.content).read_all()
        meta = orjson.loads((table.schema.metadata or {})[b"openmbi"])
        return Answered(table.replace_schema_metadata(), meta["about"]), meta["next"]

    def _document(self, path: str, told: Sequence[tuple[str, str]] = (), *, at_a_moment: bool = True) -> dict[str, Any]:
        return self._fetching.get(path, [*told, *(self._moment() if at_a_moment else [])], JSON).json()


def _told(asked: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is asked for as parameters: several of a list, none of None and False."""
    return [
        (name, "true" if one is True else str(one))
        for name, value in asked.items()
        if name != "self" and value is not None and value is not False
        for one in ([value] if isinstance(value, str | int) else value)
    ]


def _part(code: str) -> str:
    """Return a code as a part of an address."""
    return quote(code, safe="")

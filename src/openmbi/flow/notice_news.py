"""What is new to tell, of which cases, to which owners and through which channels; and how each owner's cases stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from openmbi.alerts.notices.naming import Naming
from openmbi.alerts.notices.occasions import awaiting_end
from openmbi.alerts.notices.recipients import recipients
from openmbi.alerts.notices.write import Audience, new_notices
from openmbi.catalog.places import load_places
from openmbi.core.cases import Case
from openmbi.core.notices import Notice
from openmbi.core.owners import channel_name
from openmbi.core.tables import Level
from openmbi.flow.notice_office import NoticeOffice
from openmbi.flow.subject_names import subject_names
from openmbi.store.case_ledger import CaseFilter


@dataclass(frozen=True)
class News:
    """`notices`: what is new, one for each owner, occasion and channel. `unreachable`: by owner without a channel, how much is new.

    `standing`: by owner, how many of its cases are open, and how many of these overdue.
    """

    notices: tuple[Notice, ...]
    unreachable: Mapping[str, int]
    standing: Mapping[str, tuple[int, int]]


def news(office: NoticeOffice, now: datetime) -> News:
    """Return what is new to tell now.

    Raises
    ------
    Problem
        Those of `owners.yml`, the catalog and the operational database.
    """
    told = _told(office)
    cases = _cases(office, told)
    found = new_notices(cases, _audience(office, now), told, now)
    owners = {owner.identifier: owner for owner in office.desk.owners.owners}
    without = [notice.owner for notice in found if not owners[notice.owner].channels]
    return News(
        notices=tuple(
            replace(notice, channel=channel_name(channel))
            for notice in found
            for channel in owners[notice.owner].channels
        ),
        unreachable={owner: without.count(owner) for owner in sorted(set(without))},
        standing=_standing(office, cases, now),
    )


def _told(office: NoticeOffice) -> dict[str, set[str]]:
    """Return by owner the keys of all notices that were ever put into the outbox."""
    told: dict[str, set[str]] = {}
    for one in office.outbox.notices():
        told.setdefault(one.notice.owner, set()).add(one.notice.key)
    return told


def _cases(office: NoticeOffice, told: Mapping[str, set[str]]) -> tuple[Case, ...]:
    """Return the open cases, and the closed ones whose end somebody is still to be told of."""
    ledger = office.desk.ledger
    found = ledger.find(CaseFilter(is_closed=False))
    awaited = {number for keys in told.values() for number in awaiting_end(keys)}
    ended = sorted(awaited - {case.number for case in found})
    return (*found, *(ledger.get(number) for number in ended))


def _audience(office: NoticeOffice, now: datetime) -> Audience:
    desk, zone = office.desk, office.desk.bureau.zone
    names, places = subject_names(desk.bureau), load_places(desk.bureau.catalog)
    day = now.astimezone(zone).date()
    naming = Naming(
        group=names,
        enterprise=lambda code: names(Level.ENTERPRISE, code),
        place=lambda code: places.name(code, day),
        zone=zone,
    )
    return Audience(desk.owners, desk.silences.find(not_over_at=now), naming)


def _standing(office: NoticeOffice, cases: Iterable[Case], now: datetime) -> dict[str, tuple[int, int]]:
    standing: dict[str, tuple[int, int]] = {}
    for owner, is_overdue in _waiting(office, cases, now):
        waiting, overdue = standing.get(owner, (0, 0))
        standing[owner] = (waiting + 1, overdue + is_overdue)
    return standing


def _waiting(office: NoticeOffice, cases: Iterable[Case], now: datetime) -> Iterator[tuple[str, bool]]:
    """Yield the owners of every case that waits for somebody, and whether it is overdue."""
    for case in cases:
        if not case.is_closed and not case.is_muted:
            for owner, _ in recipients(case, office.desk.owners):
                yield owner.identifier, case.is_overdue(now)

"""Notices: whatever happens to cases, nobody is told a thing twice, digests lose nothing, and an end is told to those who know of a beginning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.alerts.notices.digest import Frame, digest
from openmbi.alerts.notices.naming import Naming
from openmbi.alerts.notices.occasions import WORDS, OccasionKind, awaiting_end
from openmbi.alerts.notices.write import Audience, new_notices
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.cases import Case, CaseState, Closing
from openmbi.core.language import Language, Text
from openmbi.core.notices import Notice
from openmbi.core.owners import Owner, Owners, Role
from openmbi.core.tables import Colour, Level

START = datetime(2026, 1, 5, tzinfo=UTC)
NOTHING = Text("", "")
OFFICES = tuple(
    Owner(role.value, NOTHING, role, (place,))
    for role, place in ((Role.PROVINCE, "440000"), (Role.CITY, "440100"), (Role.COUNTY, "440106"))
)
OWNERS = Owners((*OFFICES, Owner("plant", NOTHING, Role.ENTERPRISE, ("440106",), enterprises=("A",))))
NAMING = Naming(
    lambda _level, code: Text(code, code), lambda code: Text(code, code), lambda code: Text(code, code), ZoneInfo("UTC")
)
AUDIENCE = Audience(OWNERS, (), NAMING)
ALERT = Alert(
    Level.ENTERPRISE,
    "A",
    date(2026, 1, 4),
    date(2026, 1, 1),
    Direction.DOWN,
    (Channel.LEVEL,),
    (),
    1e-6,
    0.01,
    "C39",
    Colour.YELLOW,
)
OPEN = Case(1, 1, Level.ENTERPRISE, "A", "440106", "C39", CaseState.OPEN, "county", START, START, ALERT, ALERT)

few = settings(max_examples=50, deadline=None)  # a busy machine may be slow
changes = st.fixed_dictionaries(
    {
        "state": st.sampled_from([CaseState.OPEN, CaseState.MEASURE_TAKEN, CaseState.CLOSED]),
        "due_at": st.none() | st.sampled_from([START, START + timedelta(days=3)]),
        "escalated_to": st.none() | st.sampled_from([Role.CITY, Role.PROVINCE]),
        "failed_verifications": st.integers(0, 2),
        "covered_by": st.none() | st.just((Level.CELL, "440100-C39")),
        "reopened": st.integers(0, 2),
        "newest": st.sampled_from([ALERT, replace(ALERT, colour=Colour.RED)]),
    }
)


def told_in_turn(histories: Sequence[dict]) -> list[tuple[Case, tuple[Notice, ...]]]:
    """Tell of one case after each of its changes; `reopened` never falls."""
    told: dict[str, set[str]] = {}
    steps: list[tuple[Case, tuple[Notice, ...]]] = []
    reopened = 0
    for version, history in enumerate(histories, start=1):
        reopened = max(reopened, history["reopened"])
        case = replace(OPEN, **history | {"version": version, "reopened": reopened})
        case = replace(case, closing=Closing.RECOVERED) if case.is_closed else case
        notices = new_notices([case], AUDIENCE, told, START + timedelta(days=version))
        for notice in notices:
            told.setdefault(notice.owner, set()).add(notice.key)
        steps.append((case, notices))
    return steps


@few
@given(st.lists(changes, max_size=8))
def test_nobody_is_told_a_thing_twice(histories: list[dict]):
    told = [(notice.owner, notice.key) for _, notices in told_in_turn(histories) for notice in notices]
    assert len(told) == len(set(told))


@few
@given(st.lists(changes, max_size=8))
def test_an_end_is_told_to_those_who_know_of_a_beginning(histories: list[dict]):
    known: dict[str, set[str]] = {}
    for case, notices in told_in_turn(histories):
        for notice in notices:
            if notice.title == WORDS[OccasionKind.CLOSED]:
                assert case.number in awaiting_end(known[notice.owner])
        for notice in notices:
            known.setdefault(notice.owner, set()).add(notice.key)
        if case.is_closed:
            ended = {owner for owner, keys in known.items() if case.number not in awaiting_end(keys)}
            assert {notice.owner for notice in notices} <= ended


@few
@given(st.lists(changes, max_size=8))
def test_of_a_muted_case_nothing_is_told_before_its_end(histories: list[dict]):
    for case, notices in told_in_turn(histories):
        if case.is_muted and not case.is_closed:
            assert notices == ()


@few
@given(
    st.lists(
        st.tuples(st.sampled_from(OccasionKind), st.integers(1, 99), st.text(max_size=80)), min_size=1, max_size=30
    ),
    st.sampled_from([None, *Language]),
    st.integers(600, 4000),
)
def test_a_digest_fits_and_its_title_counts_all(told: list[tuple[OccasionKind, int, str]], language, most_bytes: int):
    notices = [Notice("o", str(n), WORDS[kind], Text(said, said), START, (n,)) for kind, n, said in told]
    made = digest(notices, Frame(language, most_bytes, 3, 1, True))
    assert len(made.title.encode()) + len(made.body.encode()) + 2 <= most_bytes
    first = made.title.split(" / ")[0].split(": " if language is Language.EN else "：", 1)[1]
    counts = [int(count) for count in re.findall(r" (\d+)(?:,|，|$)", first)]
    assert sum(counts) == len(notices)

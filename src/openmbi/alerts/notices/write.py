"""What is new to tell each owner: one notice for each occasion that it has not been told of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from openmbi.alerts.notices.naming import Naming
from openmbi.alerts.notices.occasions import WORDS, Occasion, OccasionKind, occasions_of
from openmbi.alerts.notices.recipients import recipients
from openmbi.core.alerts import Direction
from openmbi.core.case_words import CAUSES, CLOSINGS
from openmbi.core.cases import Case, CaseSubject
from openmbi.core.language import Text
from openmbi.core.notices import Notice
from openmbi.core.owners import Owner, Owners
from openmbi.core.silences import Silence
from openmbi.core.tables import Colour

LINE = Text("工单 {number}【{colour}】{subject}：{said}", "case {number} [{colour}] {subject}: {said}")
NOTHING = Text("", "")
COLOURS = MappingProxyType({Colour.RED: Text("红", "red"), Colour.YELLOW: Text("黄", "yellow")})
MOVED = MappingProxyType(
    {
        Direction.DOWN: Text("自 {since} 起低于预期{due}", "below what was expected since {since}{due}"),
        Direction.UP: Text("自 {since} 起高于预期{due}", "above what was expected since {since}{due}"),
    }
)
DUE = Text("，须于 {due} 前处理", ", to be dealt with by {due}")


@dataclass(frozen=True)
class Audience:
    """Who is told of what, and how: the owners, the silences (in force or not), and what things are called."""

    owners: Owners
    silences: tuple[Silence, ...]
    naming: Naming


def new_notices(
    cases: Iterable[Case], audience: Audience, told: Mapping[str, Collection[str]], now: datetime
) -> tuple[Notice, ...]:
    """Return a notice for each owner and occasion that is not among `told` (keys by owner identifier), in the order of the cases.

    An owner is told that a case was closed only where it was told of that case before, and not of what was filed or decided on its own behalf. Of what a
    silence in force covers nothing is told until it is over.
    """
    heard = [case for case in cases if not _is_silent(case, audience.silences, now)]
    return tuple(notice for case in heard for notice in _of_case(case, audience, told, now))


def _is_silent(case: Case, silences: Collection[Silence], now: datetime) -> bool:
    about = CaseSubject(case.level, case.subject, case.place, case.industry)
    return any(silence.in_force(now) and silence.covers(about) for silence in silences)


def _of_case(case: Case, audience: Audience, told: Mapping[str, Collection[str]], now: datetime) -> Iterator[Notice]:
    occasions = occasions_of(case, now)
    for owner, kinds in recipients(case, audience.owners):
        known = told.get(owner.identifier, ())
        for occasion in occasions:
            if occasion.kind not in kinds or occasion.key in known:
                continue
            if occasion.kind is OccasionKind.CLOSED and not _was_told(case, known):
                continue
            if occasion.actor and audience.owners.acts_for(occasion.actor) == owner:
                continue
            yield _notice(occasion, owner, audience.naming, now)


def _was_told(case: Case, known: Collection[str]) -> bool:
    begun = [Occasion(kind, case, mark).key for kind, mark in _beginnings(case)]
    return any(key in known for key in begun)


def _beginnings(case: Case) -> Iterator[tuple[OccasionKind, str]]:
    yield (OccasionKind.REOPENED if case.reopened else OccasionKind.NEW), ""
    if case.escalated_to:
        yield OccasionKind.ESCALATED, case.escalated_to


def _notice(occasion: Occasion, owner: Owner, naming: Naming, now: datetime) -> Notice:
    case = occasion.case
    line = LINE.fill(
        number=case.number,
        colour=COLOURS[case.newest.colour],
        subject=naming.subject(case, owner.named),
        said=SAID[occasion.kind](case, naming),
    )
    return Notice(owner.identifier, occasion.key, WORDS[occasion.kind], line, now, (case.number,))


def _movement(case: Case, naming: Naming) -> Text:
    return MOVED[case.newest.direction].fill(since=case.newest.since, due=_due(case, naming))


def _due(case: Case, naming: Naming) -> Text:
    return DUE.fill(due=_moment(case.due_at, naming)) if case.due_at else NOTHING


def _overdue(case: Case, naming: Naming) -> Text:
    said = Text("应于 {due} 前处理，已逾期", "was to be dealt with by {due}")
    return said.fill(due=_moment(case.due_at, naming))


def _disputed(case: Case, naming: Naming) -> Text:
    said = Text("须于 {due} 前裁定异议", "the dispute is to be decided by {due}")
    return said.fill(due=_moment(case.dispute.due_at if case.dispute else None, naming))


def _self_checked(case: Case, naming: Naming) -> Text:
    causes = [CAUSES[cause] for cause in case.causes]
    listed = Text("、".join(cause.zh for cause in causes), ", ".join(cause.en for cause in causes))
    return Text("自查原因：{causes}{due}", "found behind it: {causes}{due}").fill(causes=listed, due=_due(case, naming))


def _feedback(_case: Case, _naming: Naming) -> Text:
    return Text("已反馈，待数据核验", "feedback was given, to be verified by the data")


def _decided(case: Case, naming: Naming) -> Text:
    return Text("异议不成立{due}", "the dispute was rejected{due}").fill(due=_due(case, naming))


def _unverified(case: Case, naming: Naming) -> Text:
    said = Text("数据未恢复，请继续采取措施{due}", "the data have not come back; take further measures{due}")
    return said.fill(due=_due(case, naming))


def _closed(case: Case, _naming: Naming) -> Text:
    return CLOSINGS[case.closing] if case.closing else WORDS[OccasionKind.CLOSED]


def _moment(moment: datetime | None, naming: Naming) -> str:
    return f"{moment.astimezone(naming.zone):%Y-%m-%d %H:%M}" if moment else "–"


SAID: Mapping[OccasionKind, Callable[[Case, Naming], Text]] = MappingProxyType(
    {
        OccasionKind.ESCALATED: _movement,
        OccasionKind.OVERDUE: _overdue,
        OccasionKind.DISPUTED: _disputed,
        OccasionKind.WORSE: _movement,
        OccasionKind.UNVERIFIED: _unverified,
        OccasionKind.REOPENED: _movement,
        OccasionKind.NEW: _movement,
        OccasionKind.SELF_CHECKED: _self_checked,
        OccasionKind.FEEDBACK: _feedback,
        OccasionKind.DECIDED: _decided,
        OccasionKind.CLOSED: _closed,
    }
)

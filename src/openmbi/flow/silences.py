"""`mbi silence`: who may silence what, for how long, and why. Every silence has a reason and an expiry, and each step is a line of the audit chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow.compute as pc

from openmbi.catalog.industry_tree import load_industries
from openmbi.catalog.places import load_places
from openmbi.core.language import Text
from openmbi.core.owners import OFFICES, enclosing
from openmbi.core.problems import Problem
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.linking import register_of

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class SilenceAsked:
    """A silence that somebody asks for: of one enterprise, or of what is in a place, an industry (a division such as C39) and a level, where given."""

    kind: SilenceKind
    reason: str
    starts_at: datetime
    expires_at: datetime
    enterprise: str | None = None
    place: str | None = None
    industry: str | None = None
    level: Level | None = None


def add_silence(desk: CaseDesk, asked: SilenceAsked, *, by: str, now: datetime) -> Silence:
    """Add a silence for an actor, and return it with its number.

    Raises
    ------
    Problem
        `silence.no-reason`, `silence.of-everything`, `silence.too-long`, `silence.no-time`, `silence.unknown-enterprise`, `silence.unknown-place`,
        `silence.unknown-industry`, `silence.not-yours`.
    """
    _check_words(asked, now)
    _check_codes(desk.bureau, asked, now)
    _check_authority(desk, by, _where(desk.bureau, asked.enterprise, asked.place, now))
    return desk.silences.add(
        Silence(
            number=0,
            kind=asked.kind,
            reason=asked.reason.strip(),
            by=by,
            made_at=now,
            starts_at=asked.starts_at,
            expires_at=asked.expires_at,
            level=Level.ENTERPRISE if asked.enterprise else asked.level,
            subject=asked.enterprise,
            place=asked.place,
            industry=asked.industry,
        )
    )


def end_silence(desk: CaseDesk, number: int, *, by: str, now: datetime) -> Silence:
    """End a silence now, for an actor.

    Raises
    ------
    Problem
        `silence.none`, `silence.over`, `silence.not-yours`.
    """
    with desk.operations.changing():
        found = desk.silences.get(number)
        _check_authority(desk, by, _where(desk.bureau, found.subject, found.place, now))
        return desk.silences.end(number, now, by)


def _check_words(asked: SilenceAsked, now: datetime) -> None:
    if not asked.reason.strip():
        raise Problem(
            "silence.no-reason",
            Text("没有写明静默的原因", "the silence has no reason"),
            Text("用 --reason 写明，日后可查", "say why by --reason: it is kept"),
        )
    if not (asked.enterprise or asked.place or asked.industry):
        raise Problem(
            "silence.of-everything",
            Text("没有指明静默什么", "it would silence everything"),
            Text("给出 --enterprise、--place 或 --industry", "give --enterprise, --place or --industry"),
        )
    if asked.expires_at - max(now, asked.starts_at) > LONGEST:
        raise Problem(
            "silence.too-long",
            Text("静默超过 {days} 天", "it would last more than {days} days").fill(days=LONGEST.days),
            Text("给出更早的 --until，到期后可再设", "give an earlier --until; it may be renewed then"),
        )


def _check_codes(bureau: Bureau, asked: SilenceAsked, now: datetime) -> None:
    if asked.enterprise and _place_of(bureau, asked.enterprise, now) is None:
        raise Problem(
            "silence.unknown-enterprise",
            Text("名录中没有企业「{code}」", "the register has no enterprise “{code}”").fill(code=asked.enterprise),
            Text("使用名录中的企业代码", "use the code of a registered enterprise"),
        )
    if asked.place and asked.place != bureau.settings.zone.code and not _is_declared(bureau, asked.place):
        raise Problem(
            "silence.unknown-place",
            Text("没有代码为「{code}」的地区", "no place has the code “{code}”").fill(code=asked.place),
            Text("使用六位行政区划代码", "use a place's code of six digits"),
        )
    if asked.industry and asked.industry not in load_industries(bureau.catalog).divisions():
        raise Problem(
            "silence.unknown-industry",
            Text("没有代码为「{code}」的行业大类", "no division has the code “{code}”").fill(code=asked.industry),
            Text("使用行业大类代码，例如 C39", "use the code of a division, such as C39"),
        )


def _is_declared(bureau: Bureau, place: str) -> bool:
    return any(entry.code == place for entry in load_places(bureau.catalog).places)


def _where(bureau: Bureau, enterprise: str | None, place: str | None, now: datetime) -> str:
    """Return the place that a silence is in; the whole zone where nothing says."""
    return place or (_place_of(bureau, enterprise, now) if enterprise else None) or bureau.settings.zone.code


def _place_of(bureau: Bureau, enterprise: str, now: datetime) -> str | None:
    """Return where an enterprise lies, the zone where that is not known; None where it is not registered."""
    register = register_of(bureau, now)
    places = register.filter(pc.equal(register["enterprise"], enterprise))["place"].to_pylist()
    return (places[-1] or bureau.settings.zone.code) if places else None


def _check_authority(desk: CaseDesk, actor: str, place: str) -> None:
    """Let only an office silence what lies in a place of its own."""
    owner = desk.owners.acts_for(actor)
    if owner and owner.role in OFFICES and set(owner.places) & set(enclosing(place)):
        return
    answers = desk.owners.owner_of(place)
    raise Problem(
        "silence.not-yours",
        Text("{who} 不能静默 {place} 的工单", "{who} may not silence cases of {place}").fill(who=actor, place=place),
        Text("由该地区的责任单位或其上级操作", "the office of that place, or one above, does it"),
        expected=Text("责任单位：{answers}", "its office: {answers}").fill(
            answers=answers.identifier if answers else "–"
        ),
    )

"""A digest: what one owner is told at one time through one channel, as one message that fits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from openmbi.alerts.notices.occasions import WORDS, OccasionKind
from openmbi.core.language import Language, Text
from openmbi.core.notices import Notice

MOST_LINES = 50
INTERNAL = Text("内部资料，请勿外传", "internal only")
SIMULATED = Text("模拟数据", "simulated data")
TITLE = Text("预警工单：{told}", "Cases: {told}")
STANDING = Text("在办 {open} 件，其中逾期 {overdue} 件", "open cases: {open}, overdue: {overdue}")
HEADING = Text("{what}：", "{what}:")
BETWEEN = Text("，", ", ")
REPEATED = Text("上次发送中断，本条可能重复", "the last sending was cut off: this may be a repetition")
MORE = Text("另有 {n} 项，用 mbi case list 查看", "and {n} more: see `mbi case list`")
_PLACES = {WORDS[kind]: place for place, kind in enumerate(OccasionKind)}


@dataclass(frozen=True)
class Frame:
    """What a digest says beside its notices.

    `language`: one, or both where None. `most_bytes`: of title and body together, as UTF-8. `open_cases`, `overdue_cases`: of the owner, now.
    `simulated`: whether the data are. `repeated`: whether some of it may have been sent before.
    """

    language: Language | None
    most_bytes: int
    open_cases: int
    overdue_cases: int
    simulated: bool
    repeated: bool = False


@dataclass(frozen=True)
class Digest:
    """One message; `left_out`: how many notices are only counted in it."""

    title: str
    body: str
    left_out: int


def digest(notices: Sequence[Notice], frame: Frame) -> Digest:
    """Return one message of all notices, the most urgent kinds first.

    At most 50 lines, and as many as fit into `most_bytes`, are told one by one; the rest is counted. The counts of the title are of all.
    """
    ordered = sorted(notices, key=lambda notice: (_PLACES.get(notice.title, len(_PLACES)), notice.cases))
    title = _title(ordered, frame)
    for listed in range(min(len(ordered), MOST_LINES), -1, -1):
        body = _body(ordered[:listed], len(ordered) - listed, frame)
        if len(title.encode()) + len(body.encode()) + 2 <= frame.most_bytes:
            return Digest(title, body, len(ordered) - listed)
    return Digest(title, "", len(ordered))


def _title(ordered: Sequence[Notice], frame: Frame) -> str:
    counts = [(heading, len(list(group))) for heading, group in groupby(ordered, key=lambda notice: notice.title)]

    def said(language: Language) -> str:
        listed = BETWEEN.say(language).join(f"{heading.say(language)} {count}" for heading, count in counts)
        mark = f"[{SIMULATED.say(language)}] " if frame.simulated else ""
        return mark + TITLE.fill(told=listed).say(language)

    return " / ".join(said(language) for language in _languages(frame))


def _body(listed: Sequence[Notice], left_out: int, frame: Frame) -> str:
    return "\n\n".join("\n".join(_lines(listed, left_out, frame, language)) for language in _languages(frame))


def _lines(listed: Sequence[Notice], left_out: int, frame: Frame, language: Language) -> Iterator[str]:
    if frame.repeated:
        yield REPEATED.say(language)
    for heading, group in groupby(listed, key=lambda notice: notice.title):
        yield HEADING.fill(what=heading).say(language)
        yield from (f"- {notice.body.say(language)}" for notice in group)
    if left_out:
        yield MORE.fill(n=left_out).say(language)
    yield STANDING.fill(open=frame.open_cases, overdue=frame.overdue_cases).say(language)
    yield INTERNAL.say(language)


def _languages(frame: Frame) -> Sequence[Language]:
    return (frame.language,) if frame.language else (Language.ZH, Language.EN)

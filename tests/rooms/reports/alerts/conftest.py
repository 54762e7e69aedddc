"""Five invented alerts of September 2024, and the case of one of them: every part of both pages has something to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from math import nan
from typing import Any

import numpy as np
import pytest

from openmbi.alerts.reasons.context import AlertContext, Intensity, IntensityBasis, Member, NamedCause, PastCase, Peers
from openmbi.alerts.reasons.reason import reason_document
from openmbi.catalog.calendar import load_calendar
from openmbi.catalog.indicators import Indicator
from openmbi.catalog.loader import load_all
from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence, Standing
from openmbi.core.cases import (
    Action,
    ActionKind,
    Case,
    CaseState,
    Cause,
    Closing,
    EvidenceFile,
    Transition,
)
from openmbi.core.language import Text
from openmbi.core.owners import Role
from openmbi.core.root_causes import RootCause
from openmbi.core.tables import Colour, Level
from openmbi.reports.alerts.inputs import AlertEntry, AlertsInput, CaseLine
from openmbi.reports.case.inputs import CaseHistory, CaseInput, CaseProgress
from openmbi.reports.province.frame import frame
from openmbi.reports.province.inputs import ProvinceInput

DAY = date(2024, 9, 15)
FOSHAN, CERAMICS = Text("佛山市", "Foshan"), Text("非金属矿物制品业", "Non-metallic mineral products")
CELL = Text("佛山市 · 非金属矿物制品业", "Foshan · Non-metallic mineral products")
RATE = Text(
    "同类预警 120 个中误报 9 个：7.5%（95% 区间 4–14%），依据办结工单的反馈，2023-10…2024-08",
    "of 120 such alerts 9 were false: 7.5 % (95 % interval 4–14 %), measured on feedback from closed cases, 2023-10…2024-08",
)
NOT_YET = Text("尚未实测", "not yet measured")
CALENDAR, INDICATORS = load_calendar(None), load_all(Indicator, "indicators", None)
HASH = "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea"


def use(expected: float, observed: float, own: float, *common: tuple[Level, float]) -> SourceEvidence:
    return SourceEvidence("use_kwh", "kWh", expected, observed, own, common, 2e-6)


def alert(level: Level, subject: str, since: date, *sources: SourceEvidence, **differs: Any) -> Alert:
    usual = Alert(
        level, subject, DAY, since, Direction.DOWN, (Channel.LEVEL,), sources, 1.2e-6, 0.03, "C30", Colour.YELLOW
    )
    return replace(usual, **differs)


OF_CELL = alert(
    Level.CELL,
    "440600-C30",
    date(2024, 9, 6),
    use(3_420_000.0, 2_470_000.0, -0.29, (Level.ZONE, -0.01), (Level.CITY, -0.025)),
    colour=Colour.RED,
    channels=(Channel.LEVEL, Channel.JOINT),
)
OF_WORKS = alert(
    Level.ENTERPRISE,
    "91440600MA00000017",
    date(2024, 9, 2),
    use(182_000.0, 61_200.0, -1.02, (Level.ZONE, -0.01), (Level.CELL, -0.06)),
    SourceEvidence("freight_t", "t", 410.0, 96.0, -1.4, (), 0.0004),
    SourceEvidence("onsite_persons", "person", 320.0, 318.0, -0.006, (), 0.41),
    colour=Colour.RED,
    channels=(Channel.JOINT, Channel.LEVEL),
    found_on=date(2024, 9, 12),
)
COVERED = alert(
    Level.ENTERPRISE,
    "91440600MA00000025",
    date(2024, 9, 7),
    use(64_000.0, 41_000.0, -0.3, (Level.CELL, -0.14)),
    covered_by=(Level.CELL, "440600-C30"),
)
SILENT = alert(
    Level.ENTERPRISE,
    "91440300MA00000301",
    date(2024, 9, 9),
    use(8_300.0, nan, nan),
    channels=(Channel.SILENCE,),
    p_value=nan,
    q_value=nan,
)
RISING = alert(
    Level.CITY,
    "440100",
    date(2024, 8, 12),
    use(9_100_000.0, 9_760_000.0, 0.06),
    direction=Direction.UP,
    channels=(Channel.SLOW,),
)


def members() -> tuple[Member, ...]:
    changed = (
        ("陶一", "-412000.5"),
        ("陶二", "-260000"),
        ("陶三", "-141000.25"),
        ("陶四", "-98000"),
        ("陶五", "12000"),
    )
    return tuple(
        Member(f"9144060000{k:08}", Text(f"{name}公司", f"Ceramics {k}"), Decimal(600_000), 600_000 + Decimal(change))
        for k, (name, change) in enumerate(changed, 1)
    )


def past_case(number: int, subject: str, *causes: Cause) -> PastCase:
    before = replace(OF_WORKS, subject=subject, since=date(2024, 3, 4), found_on=date(2024, 3, 12))
    moment = datetime(2024, 4, 2, tzinfo=UTC)
    case = Case(
        number,
        9,
        Level.ENTERPRISE,
        subject,
        "440605",
        "C30",
        CaseState.CLOSED,
        "foshan",
        moment,
        moment,
        before,
        before,
        causes=causes,
        closing=Closing.VERIFIED,
        closed_on=date(2024, 4, 1),
    )
    return PastCase(case, Text("陶七公司", "Ceramics 7"))


def context(name: Text, **differs: Any) -> AlertContext:
    usual = AlertContext(
        name=name,
        industry="C30",
        calendar=CALENDAR,
        indicators=INDICATORS,
        groups={Level.ZONE: Text("示例省", "Example Province"), Level.CITY: FOSHAN, Level.CELL: CELL},
    )
    return replace(usual, **differs)


def entries() -> tuple[AlertEntry, ...]:
    works = Text("甲陶瓷 <A&B>", "Works <A&B>")
    found = RootCause((("city", "440600"), ("industry", "C30")), 2_470_000.0, 3_420_000.0, -0.28, 0, 5, 40.0)
    of_cell = context(CELL, members=members(), root_causes=(NamedCause((FOSHAN, CERAMICS), found),))
    of_works = context(
        works,
        peers=Peers(Level.CELL, "440600-C30", CELL, (-0.26, -0.31, -0.02, 0.04, -0.12), -0.66),
        intensity=Intensity(3.2, 2023, IntensityBasis.OWN),
        past=(past_case(4, OF_WORKS.subject, Cause.MAINTENANCE), past_case(7, "91440600MA00000070", Cause.ORDER_LOSS)),
    )
    covered, silent = Text("乙陶瓷", "Works B"), Text("丙电子", "Works C")
    return (
        AlertEntry(
            OF_CELL, CELL, reason_document(OF_CELL, of_cell), NOT_YET, "440600", case=CaseLine(11, CaseState.ASSIGNED)
        ),
        AlertEntry(
            OF_WORKS,
            works,
            reason_document(OF_WORKS, of_works),
            RATE,
            "440600",
            Text("佛山市顺德区", "Shunde, Foshan"),
            CERAMICS,
            CaseLine(12, CaseState.MEASURE_TAKEN, overdue=True),
        ),
        AlertEntry(
            RISING,
            Text("广州市", "Guangzhou"),
            reason_document(RISING, context(Text("广州市", "Guangzhou"))),
            NOT_YET,
            "440100",
        ),
        AlertEntry(
            COVERED,
            covered,
            reason_document(COVERED, context(covered, covered_by=CELL)),
            RATE,
            "440600",
            FOSHAN,
            CERAMICS,
            CaseLine(13, CaseState.OPEN, muted=True),
            CELL,
        ),
        AlertEntry(SILENT, silent, reason_document(SILENT, context(silent, industry="C39")), RATE, "440300"),
    )


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2024, 9, day, hour, tzinfo=timezone(timedelta(hours=8)))


def steps() -> tuple[tuple[Action, CaseState], ...]:
    file = EvidenceFile("检修通知.pdf", HASH)
    early = replace(OF_WORKS, found_on=date(2024, 9, 8))
    standing = Standing(Level.ENTERPRISE, OF_WORKS.subject, date(2024, 9, 11), -0.7, 0)
    return (
        (Action(ActionKind.OPEN, "system", at(8), alert=early), CaseState.OPEN),
        (Action(ActionKind.REFRESH, "system", at(9), alert=replace(early, found_on=date(2024, 9, 9))), CaseState.OPEN),
        (
            Action(ActionKind.REFRESH, "system", at(10), alert=replace(early, found_on=date(2024, 9, 10))),
            CaseState.OPEN,
        ),
        (Action(ActionKind.ASSIGN, "li-na", at(10, 10), owner="foshan"), CaseState.ASSIGNED),
        (Action(ActionKind.ESCALATE, "system", at(11), escalated_to=Role.CITY), CaseState.ASSIGNED),
        (Action(ActionKind.ACKNOWLEDGE, "wang", at(11, 11)), CaseState.ACKNOWLEDGED),
        (
            Action(
                ActionKind.SELF_CHECK,
                "wang",
                at(11, 15),
                "窑炉检修至周五 <script>",
                (file,),
                causes=(Cause.MAINTENANCE, Cause.ORDER_LOSS),
            ),
            CaseState.SELF_CHECKED,
        ),
        (Action(ActionKind.MEASURE, "wang", at(12, 9), "已协调供气"), CaseState.MEASURE_TAKEN),
        (Action(ActionKind.FEEDBACK, "wang", at(12, 10), "已复产"), CaseState.FEEDBACK_GIVEN),
        (Action(ActionKind.FAIL_VERIFICATION, "system", at(12, 18), standing=standing), CaseState.SELF_CHECKED),
        (Action(ActionKind.MEASURE, "wang", at(13, 9), "改用备用线"), CaseState.MEASURE_TAKEN),
    )


def followed() -> tuple[Transition, ...]:
    before: CaseState | None = None
    lines = []
    for version, (action, after) in enumerate(steps(), 1):
        lines.append(Transition(12, version, action, before, after, action.at))
        before = after
    return tuple(lines)


@pytest.fixture(scope="session")
def head(small_province: ProvinceInput) -> dict[str, Any]:
    return frame(small_province)


YOUNG = Text(
    "4 户企业（共 120 户）读数历史太短，尚不能判断",
    "4 of 120 enterprises have been read for too short a time to be judged",
)


@pytest.fixture
def five() -> AlertsInput:
    cities = {"440100": Text("广州市", "Guangzhou"), "440300": Text("深圳市", "Shenzhen"), "440600": FOSHAN}
    return AlertsInput(DAY, entries(), cities, (Text("用电不等于产出", "electricity is not output"),), (YOUNG,))


@pytest.fixture
def twelve() -> CaseInput:
    entry = entries()[1]
    case = Case(
        number=12,
        version=11,
        level=Level.ENTERPRISE,
        subject=OF_WORKS.subject,
        place="440606",
        industry="C30",
        state=CaseState.MEASURE_TAKEN,
        owner="foshan",
        opened_at=at(8),
        changed_at=at(13, 9),
        alert=OF_WORKS,
        newest=OF_WORKS,
        due_at=at(14, 18),
        escalated_to=Role.CITY,
        causes=(Cause.MAINTENANCE, Cause.ORDER_LOSS),
        failed_verifications=1,
    )
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-09-13"))
    wave = 104 + 6 * np.sin(np.arange(len(days)) / 5)
    close = np.where(days < np.datetime64(OF_WORKS.since), wave, wave * 0.34)
    close[40:43] = np.nan
    people = {
        "foshan": Text("佛山市工信局", "Foshan bureau of industry"),
        "li-na": Text("李娜", "Li Na"),
        "wang": Text("王工", "Mr Wang"),
    }
    moves = (ActionKind.ASSIGN, ActionKind.MEASURE, ActionKind.FEEDBACK, ActionKind.DISPUTE, ActionKind.CLOSE)
    return CaseInput(
        CaseProgress(case, followed(), moves, people, at(15), timezone(timedelta(hours=8))),
        name=entry.name,
        reason=entry.reason,
        rate=RATE,
        place=entry.place,
        industry=entry.industry,
        history=CaseHistory(days, close, np.full(len(days), 99.0) - np.arange(len(days)) / 30, CELL),
    )


@pytest.fixture
def with_entries() -> Callable[[AlertsInput, int], AlertsInput]:
    def many(source: AlertsInput, count: int) -> AlertsInput:
        return replace(source, entries=tuple(source.entries[k % len(source.entries)] for k in range(count)))

    return many

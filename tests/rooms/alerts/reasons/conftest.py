"""One alert of an enterprise and one of a cell, with everything known beside them; the sums can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from openmbi.alerts.reasons.context import (
    AlertContext,
    Intensity,
    IntensityBasis,
    Member,
    PastCase,
    Peers,
)
from openmbi.catalog.calendar import Calendar, load_calendar
from openmbi.catalog.indicators import Indicator
from openmbi.catalog.loader import load_all
from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence
from openmbi.core.cases import Case, CaseState, Cause, Closing
from openmbi.core.language import Text
from openmbi.core.tables import Colour, Level

WHOLE_YEAR = load_calendar(None)


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return WHOLE_YEAR


@pytest.fixture
def alert() -> Alert:
    """A fall of 40 % of one enterprise over ten days around New Year's Day; freight fell too, persons on site did not."""
    return Alert(
        level=Level.ENTERPRISE,
        subject="A",
        found_on=date(2025, 1, 5),
        since=date(2024, 12, 27),
        direction=Direction.DOWN,
        channels=(Channel.LEVEL, Channel.JOINT),
        sources=(
            SourceEvidence("use_kwh", "kWh", 10_000.0, 6_000.0, -0.4, ((Level.ZONE, -0.05), (Level.CELL, -0.06)), 1e-5),
            SourceEvidence("freight_t", "t", 50.0, 20.0, -0.9, (), 0.001),
            SourceEvidence("onsite_persons", "person", 200.0, 202.0, 0.01, (), 0.6),
        ),
        p_value=1.2e-6,
        q_value=0.03,
        stratum="C30",
        colour=Colour.RED,
    )


@pytest.fixture
def context(calendar: Calendar) -> AlertContext:
    return AlertContext(
        name=Text("甲厂", "Works A"),
        industry="C30",
        calendar=calendar,
        indicators=load_all(Indicator, "indicators", None),
        groups={Level.ZONE: Text("示例省", "Example Province"), Level.CELL: Text("佛山市 · 陶瓷", "Foshan · ceramics")},
        peers=Peers(
            Level.CELL, "440600-C30", Text("佛山市 · 陶瓷", "Foshan · ceramics"), (-0.02, 0.01, -0.25, -0.5), -0.4
        ),
        intensity=Intensity(1.5, 2023, IntensityBasis.OWN),
    )


@pytest.fixture
def members() -> tuple[Member, ...]:
    """Four members: two fall by 70 and 20 kWh a day, one rises by 10, one stays."""
    return tuple(
        Member(code, Text(f"{code}厂", f"Works {code}"), Decimal(expected), Decimal(observed))
        for code, expected, observed in (
            ("A", "100.0001", "30.0001"),
            ("B", "50.5", "30.5"),
            ("C", "20", "30"),
            ("D", "7.25", "7.25"),
        )
    )


@pytest.fixture
def closed() -> Callable[..., PastCase]:
    return closed_case


def closed_case(alert: Alert, number: int, *, causes: tuple[Cause, ...], on: date, **differs: object) -> PastCase:
    """Return a closed case whose alert is like the one given but for what differs."""
    moment = datetime(2024, 1, 2, tzinfo=UTC)
    before: Alert = replace(alert, **differs)  # type: ignore[arg-type]
    case = Case(
        number=number,
        version=3,
        level=before.level,
        subject=before.subject,
        place="440600",
        industry="C3071" if before.subject != "Z" else "C13",
        state=CaseState.CLOSED,
        owner="bureau",
        opened_at=moment,
        changed_at=moment,
        alert=before,
        newest=before,
        causes=causes,
        closing=Closing.RECOVERED,
        closed_at=moment,
        closed_on=on,
    )
    return PastCase(case, Text(f"{before.subject}厂", f"Works {before.subject}"))

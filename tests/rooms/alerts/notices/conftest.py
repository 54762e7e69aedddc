"""A county, its city and its province, an enterprise there, and a case of it to vary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from openmbi.alerts.notices.naming import Naming
from openmbi.alerts.notices.write import Audience
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.cases import Case, CaseState
from openmbi.core.language import Text
from openmbi.core.owners import Actor, Owner, Owners, Role
from openmbi.core.tables import Colour, Level

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
PLANT = "91440101MA000001"


def text(word: str) -> Text:
    return Text(word, word)


@pytest.fixture
def owners() -> Owners:
    return Owners(
        (
            Owner("province", text("province"), Role.PROVINCE, ("440000",)),
            Owner("city", text("city"), Role.CITY, ("440100",), named=True),
            Owner("county", text("county"), Role.COUNTY, ("440106",)),
            Owner("plant", text("plant"), Role.ENTERPRISE, ("440106",), enterprises=(PLANT,), named=True),
        ),
        (Actor("li", text("Li"), "city"),),
    )


@pytest.fixture
def naming() -> Naming:
    return Naming(
        lambda level, code: text(f"{level} {code}"), lambda code: text(f"Name of {code}"), text, ZoneInfo("UTC")
    )


@pytest.fixture
def audience(owners: Owners, naming: Naming) -> Audience:
    return Audience(owners, (), naming)


@pytest.fixture
def alert() -> Alert:
    return Alert(
        level=Level.ENTERPRISE,
        subject=PLANT,
        found_on=date(2026, 1, 2),
        since=date(2025, 12, 28),
        direction=Direction.DOWN,
        channels=(Channel.LEVEL,),
        sources=(),
        p_value=1e-7,
        q_value=0.003,
        stratum="C39",
        colour=Colour.YELLOW,
    )


@pytest.fixture
def case(alert: Alert) -> Case:
    """An open case of an enterprise in the county, due tomorrow."""
    return Case(
        number=12,
        version=1,
        level=Level.ENTERPRISE,
        subject=PLANT,
        place="440106",
        industry="C39",
        state=CaseState.OPEN,
        owner="county",
        opened_at=NOW,
        changed_at=NOW,
        alert=alert,
        newest=alert,
        due_at=NOW.replace(day=6),
    )


@pytest.fixture
def red(alert: Alert) -> Alert:
    return replace(alert, colour=Colour.RED)

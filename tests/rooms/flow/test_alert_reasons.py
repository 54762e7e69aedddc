"""What is gathered beside an alert: peers, members, money, groups and root causes of eight enterprises whose movements can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pytest

from openmbi.alerts.reasons.context import IntensityBasis, Member
from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence
from openmbi.core.cases import CaseSubject
from openmbi.core.language import Text
from openmbi.core.tables import (
    ACCOUNTS,
    ENTERPRISES,
    CellPanel,
    Colour,
    GroupSeries,
    IndexTerms,
    Level,
    Reading,
    Stints,
)
from openmbi.flow.alert_movement import REFERENCE_DAYS, before_and_within
from openmbi.flow.alert_pages import beside
from openmbi.flow.alert_reasons import AlertReasons
from openmbi.flow.alerts import FoundAlert, Named
from openmbi.flow.bureau import Zone
from openmbi.flow.compute import Computed
from openmbi.flow.group_root_causes import GroupRootCauses
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.last_groups import LastGroups
from openmbi.flow.roster import Roster

FIRST, COUNT = date(2024, 1, 1), 430
DAYS = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + COUNT)
SINCE = date(2025, 2, 10)
START = (SINCE - FIRST).days
LAST: date = DAYS[-1].item()
NAMES = np.array([f"E{k}" for k in range(8)])
CITY = np.array(["440100", "440100", "440100", "440100", "440600", "440600", "440600", "440600"])
INDUSTRY = np.array(["C30", "C30", "C30", "C30", "C30", "C30", "C39", "C39"])
BASE = np.array([100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0])
FELL = {4: 0.45, 5: 0.45}
"""What the two enterprises of C30 in Foshan do from `SINCE` on, as a share of before."""


def level() -> np.ndarray:
    relative = np.ones((8, COUNT))
    for row, share in FELL.items():
        relative[row, START:] = share
    return relative


def stints(level: Level, codes: np.ndarray) -> Stints:
    groups = np.unique(codes)
    rows = np.arange(8)
    return Stints(level, groups, rows, np.searchsorted(groups, codes), np.zeros(8, int), np.full(8, COUNT))


def series(level: Level, codes: np.ndarray, close: np.ndarray) -> GroupSeries:
    groups = np.unique(codes)
    whole = np.ones((len(groups), COUNT))
    inside = np.array([[code == group for code in codes] for group in groups])
    weighed = (inside * BASE) @ close / (inside * BASE).sum(axis=1)[:, None]
    members = inside.sum(axis=1)
    nothing = np.zeros(whole.shape, bool)
    return GroupSeries("a", level, groups, DAYS, 100 * weighed, whole, members / 8, members, nothing, nothing[0])


def computed() -> Computed:
    relative = level()
    cells = np.array([f"{city}-{industry}" for city, industry in zip(CITY, INDUSTRY, strict=True)])
    by_level = {Level.CITY: CITY, Level.INDUSTRY: INDUSTRY, Level.CELL: cells}
    flags = np.zeros(relative.shape, bool)
    terms = IndexTerms("a", NAMES, DAYS, BASE, relative, ~flags, np.full(COUNT, BASE.sum() / 100), flags, flags)
    value = relative * BASE[:, None]
    panel = CellPanel("use_kwh", "kWh", NAMES, DAYS, value, np.full(value.shape, Reading.NORMAL, np.uint8))
    groups = SimpleNamespace(
        stints={name: stints(name, codes) for name, codes in by_level.items()},
        series={name: series(name, codes, relative) for name, codes in by_level.items()},
    )
    return cast(Computed, SimpleNamespace(terms=terms, panel=panel, groups=groups, series=None))


def roster() -> Roster:
    rows = [
        {
            "enterprise": str(code),
            "name": f"{code}厂",
            "place": str(city),
            "industry": str(industry),
            "ownership": "private" if k % 2 else "state",
            "valid_from": date(2020, 1, 1),
            "row_no": k,
        }
        for k, (code, city, industry) in enumerate(zip(NAMES, CITY, INDUSTRY, strict=True))
    ]
    accounts = [
        {"enterprise": f"E{k}", "year": 2024, "value_added_cny": Decimal(2 * 366 * int(BASE[k])), "row_no": k}
        for k in (0, 1, 2, 4)
    ]
    accounts.append({"enterprise": "E0", "year": 2019, "value_added_cny": Decimal(99), "row_no": 9})
    accounts.append({"enterprise": "E5", "year": 2024, "value_added_cny": Decimal(-5), "row_no": 10})
    return Roster(
        register=pa.Table.from_pylist(rows, ENTERPRISES),
        names={row["enterprise"]: row["name"] for row in rows},
        accounts=pa.Table.from_pylist(accounts, ACCOUNTS),
    )


@pytest.fixture(scope="module")
def reasons() -> AlertReasons:
    zone = Zone(code="440000", zh="广东省", en="Guangdong")
    return AlertReasons(zone, declarations_in_force(None, datetime(2026, 1, 1, tzinfo=UTC)), roster(), computed())


def found(
    level: Level, subject: str, place: str | None = None, industry: str | None = None, **differs: Any
) -> FoundAlert:
    alert = Alert(
        level,
        subject,
        LAST,
        SINCE,
        Direction.DOWN,
        (Channel.LEVEL,),
        (SourceEvidence("use_kwh", "kWh", 500.0, 200.0, -0.9, (), 1e-6),),
        1e-6,
        0.01,
        "C30",
        Colour.RED,
    )
    named = Named(Text(subject, subject), CaseSubject(level, subject, place, industry))
    return FoundAlert(replace(alert, **differs), named)


def test_an_enterprise_is_compared_with_the_nearest_group_that_is_large_enough(reasons: AlertReasons):
    """E4's cell has one other only; of its city there are three."""
    context = reasons.context(found(Level.ENTERPRISE, "E4", "440600", "C30"))
    assert context.peers is not None
    assert (context.peers.level, context.peers.code) == (Level.CITY, "440600")
    assert context.peers.own == pytest.approx(-0.55)
    assert sorted(context.peers.changes) == pytest.approx([-0.55, 0.0, 0.0])
    assert context.groups[Level.CELL].zh == "佛山市 · 非金属矿物制品业"
    assert context.groups[Level.ZONE].en == "Guangdong"
    assert context.members == ()
    in_guangzhou = reasons.context(found(Level.ENTERPRISE, "E0", "440100", "C30"))
    assert in_guangzhou.peers is not None
    assert in_guangzhou.peers.level is Level.CELL


def test_the_members_of_a_group_are_told_in_kwh(reasons: AlertReasons):
    context = reasons.context(found(Level.CITY, "440600", "440600"))
    told = {one.code: (one.expected, one.observed) for one in context.members}
    assert set(told) == {"E4", "E5", "E6", "E7"}
    scale = {code: value[0] for code, value in told.items()}
    assert scale["E6"] == Decimal("700.0000")
    assert float(told["E4"][1] / told["E4"][0]) == pytest.approx(0.45, abs=1e-5)
    document = reasons.of(found(Level.CITY, "440600", "440600"))
    assert document["members"]["listed"][0]["code"] == "E5"
    change = sum((one.observed - one.expected for one in context.members), Decimal(0))
    assert Decimal(document["members"]["total"]["change"]) == change


def test_a_kwh_is_worth_what_accounts_say(reasons: AlertReasons):
    own = reasons.context(found(Level.ENTERPRISE, "E0")).intensity
    assert own is not None
    assert (own.basis, own.year) == (IntensityBasis.OWN, 2024)
    assert own.cny_per_kwh == pytest.approx(2.0)
    of_industry = reasons.context(found(Level.ENTERPRISE, "E5")).intensity
    assert of_industry is not None
    assert of_industry.basis is IntensityBasis.INDUSTRY
    assert of_industry.cny_per_kwh == pytest.approx(2.0)
    assert reasons.context(found(Level.ENTERPRISE, "E6")).intensity is None
    of_city = reasons.context(found(Level.CITY, "440100")).intensity
    assert of_city is not None
    assert of_city.basis is IntensityBasis.MEMBERS
    assert reasons.context(found(Level.CITY, "440600")).intensity is None


def test_an_unknown_enterprise_has_reasons_too(reasons: AlertReasons):
    context = reasons.context(found(Level.ENTERPRISE, "X9"))
    assert (context.peers, context.intensity, context.members) == (None, None, ())
    assert context.groups == {Level.ZONE: Text("广东省", "Guangdong")}


def test_known_events_touch_by_place_and_day(reasons: AlertReasons):
    rationing = found(Level.CITY, "440600", "440600", since=date(2021, 9, 20), found_on=date(2021, 9, 28))
    assert "power_rationing_2021" in [event.code for event in reasons.context(rationing).events]
    assert reasons.context(found(Level.CITY, "440600", "440600")).events == ()


class ManyGroups:
    """Eighty enterprises of four cities and four industries, five in each cell."""

    cities = np.repeat(["440100", "440300", "440600", "440700"], 20)
    industries = np.tile(np.repeat(["C13", "C30", "C34", "C39"], 5), 4)

    def codes(self, level: Level) -> np.ndarray:
        return {Level.CITY: self.cities, Level.INDUSTRY: self.industries}.get(level, np.full(80, "", "U1"))


def test_the_root_cause_of_the_zone_is_where_the_fall_lies():
    groups = ManyGroups()
    fell = (groups.cities == "440600") & (groups.industries == "C30")
    use = np.where(fell, 0.5, 1.0) * (1 + 0.02 * np.sin(np.arange(80)))
    members = {
        k: Member(f"E{k}", Text(f"{k}厂", f"Works {k}"), Decimal(1000), Decimal(f"{1000 * use[k]:.4f}"))
        for k in range(80)
    }
    names = {"440600": Text("佛山市", "Foshan"), "C30": Text("陶瓷", "ceramics")}
    subjects = np.array([f"E{k}" for k in range(80)])
    root = GroupRootCauses(cast(LastGroups, groups), Roster(), lambda _level, code: names[code], subjects)
    (cause,) = root.of(Level.ZONE, members, Direction.DOWN)
    assert dict(cause.found.element) == {"city": "440600", "industry": "C30"}
    assert [name.en for name in cause.names] == ["Foshan", "ceramics"]
    assert cause.found.change == pytest.approx(-0.5, abs=0.03)
    assert root.of(Level.ZONE, members, Direction.UP) == ()
    assert root.of(Level.CELL, {k: members[k] for k in range(45, 50)}, Direction.DOWN) == ()


def test_all_members_of_the_zone_are_told(reasons: AlertReasons):
    context = reasons.context(found(Level.ZONE, "440000", "440000"))
    assert len(context.members) == 8


def test_a_covered_alert_names_the_group(reasons: AlertReasons):
    covered = found(Level.ENTERPRISE, "E4", "440600", "C30", covered_by=(Level.CITY, "440600"))
    context = reasons.context(covered)
    assert context.covered_by is not None
    assert context.covered_by.zh == "佛山市"


def test_means_leave_out_what_is_not_known():
    values = np.array([[1.0, np.nan, 3.0, 5.0, 7.0], [np.nan] * 5])
    before, within = before_and_within(values, np.array([0, 1]), 3, 4)
    assert (before[0], within[0]) == (2.0, 6.0)
    assert np.isnan(before[1])
    assert np.isnan(within[1])
    at_start, _ = before_and_within(values, np.array([0]), 0, 4)
    assert np.isnan(at_start[0])
    long = np.arange(100.0)[None]
    assert before_and_within(long, np.array([0]), 60, 61)[0][0] == np.arange(60 - REFERENCE_DAYS, 60).mean()


def test_a_movement_that_began_before_the_data_has_no_before(reasons: AlertReasons):
    early = found(Level.ENTERPRISE, "E4", "440600", "C30", since=FIRST - timedelta(days=9))
    assert reasons.context(early).peers is None


def test_who_is_alone_in_the_cell_is_drawn_beside_the_city(reasons: AlertReasons):
    """E7 moves to a cell of its own: nobody else is left there to compare with."""
    cells = np.array([f"{city}-{industry}" for city, industry in zip(CITY, INDUSTRY, strict=True)])
    cells[7] = "440600-C99"
    alone = computed()
    assert alone.groups is not None
    stints_of = {**alone.groups.stints, Level.CELL: stints(Level.CELL, cells)}
    groups = LastGroups(
        cast(Computed, SimpleNamespace(terms=alone.terms, groups=SimpleNamespace(stints=stints_of))), "440000"
    )
    assert groups.of(7)[Level.CELL] == "440600-C99"
    assert groups.rows(Level.CELL, "440600-C99").tolist() == [7]
    assert beside(groups, 7) == (Level.CITY, "440600")
    assert beside(groups, 4) == (Level.CELL, "440600-C30")
    assert groups.rows(Level.CELL, "no such cell").tolist() == []

"""The level of one indicator of a desk, by the shipped declarations: base 2024."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

import pytest

from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.plain import plain
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.flow.domains import LEVELS, DomainLevel, adjusting, dated_values, domain_level, indicators_of
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.observed import Observed
from openmbi.flow.roster import roster_as_of

A, B = "91440310827523280X", "91440305329437988W"
MONTHS = [f"2024-{month:02}" for month in range(1, 13)] + ["2025-01", "2025-02"]


@pytest.fixture(scope="module")
def in_force() -> InForce:
    return declarations_in_force(None)


def exports(of_a: dict[str, float] | None = None) -> str:
    """A exports 100 and B 300 yuan a month, but for what is said of A."""
    rows = [(code, month, usual) for month in MONTHS for code, usual in ((A, 100), (B, 300))]
    said = of_a or {}
    return "enterprise,month,value\n" + "".join(
        f"{code},{month},{said.get(month, usual) if code == A else usual}\n" for code, month, usual in rows
    )


def prices(until: str) -> str:
    """Prices are those of the base until the end of 2024 and double from 2025 on."""
    told = [month for month in MONTHS if month <= until]
    return "place,month,value\n" + "".join(f"440000,{month},{200 if month >= '2025' else 100}\n" for month in told)


def level_of(known: Observed, in_force: InForce, indicator: str = "export_cny") -> DomainLevel | Text:
    roster = roster_as_of(known.bureau, known.as_of, known.manifest)
    return domain_level(known, in_force.indicator_levels[indicator], in_force, roster, "440000")


def test_a_rise_counts_by_its_weight_at_the_prices_of_the_base(desk, in_force):
    """A has a quarter of the base; it exports twice as much in January: (200 + 300) / 400 of the base, at doubled prices half of that."""
    found = level_of(desk(exports=exports({"2025-01": 200}), deflators=prices("2025-02")), in_force)
    assert isinstance(found, DomainLevel)
    zone = found.groups[Level.ZONE]
    assert zone.days[-2].item() == date(2025, 1, 1)
    assert zone.close[0, :12] == pytest.approx(100)
    assert zone.close[0, -2:] == pytest.approx([62.5, 50])
    assert found.notes == ()
    assert set(found.groups) == set(LEVELS)
    divisions = found.groups[Level.INDUSTRY]
    assert divisions.groups.tolist() == ["C13", "C39"]
    assert divisions.close[:, -2] == pytest.approx([100, 50])
    assert divisions.weight == pytest.approx([0.25, 0.75])


def test_a_price_index_that_is_not_out_yet_stands_at_its_latest_value_and_says_so(desk, in_force):
    found = level_of(desk(exports=exports(), deflators=prices("2024-12")), in_force)
    assert isinstance(found, DomainLevel)
    assert found.groups[Level.ZONE].close[0, -1] == pytest.approx(100)
    (note,) = found.notes
    assert "2025-01, 2025-02" in note.en


def test_money_without_a_price_index_is_at_current_prices_and_says_so(desk, in_force):
    found = level_of(desk(exports=exports()), in_force)
    assert isinstance(found, DomainLevel)
    (note,) = found.notes
    assert "ppi_index" in note.en


def test_where_there_is_no_level_the_reason_is_told(desk, in_force):
    outside = "enterprise,date,value\n" + "".join(f"{A},2023-03-{day:02},2\n" for day in range(1, 29))
    known = desk(lorries=outside)
    assert level_of(known, in_force) == Text("尚无数据", "no data yet")
    assert level_of(known, in_force, "freight_t") == Text(
        "数据没有基期内的日子", "the data have no day of the base period"
    )


def test_a_dated_series_is_that_known_then_in_order(desk):
    """A value released again later is the earlier one before that."""
    text = "place,month,value,release_date\n"
    rows = ["440000,2024-02,101,2024-03-09", "440000,2024-01,100,2024-02-09", "440100,2024-01,7,2024-02-09", ""]
    known = desk(deflators=text + "\n".join(rows), deflators_again=text + "440000,2024-01,99,2024-05-09\n")
    assert dated_values(known, "ppi_index", "440000") == {date(2024, 1, 1): 99, date(2024, 2, 1): 101}
    before = Observed(known.bureau, datetime(2024, 4, 1, tzinfo=UTC), known.manifest)
    assert list(dated_values(before, "ppi_index", "440000").items()) == [
        (date(2024, 1, 1), 100),
        (date(2024, 2, 1), 101),
    ]
    assert dated_values(known, "value_added_growth_pct", "440000") == {}


def test_flows_are_adjusted_for_the_calendar_and_stocks_are_not(in_force):
    levels = in_force.indicator_levels
    found = [
        adjusting(spec, in_force.calendar)
        for spec in (levels["freight_t"], levels["machine_hours"], levels["export_cny"])
    ]
    assert all(isinstance(one, partial) and one.func is adjust for one in found)
    assert [one.keywords["frequency"] for one in found] == ["D", "W", "M"]
    stock = adjusting(levels["loan_balance_cny"], in_force.calendar)
    assert isinstance(stock, partial)
    assert stock.func is plain
    assert stock.keywords == {"fit_periods": levels["loan_balance_cny"].fit_periods}


def test_the_indicators_of_the_composite_all_have_a_level(in_force):
    listed = list(indicators_of(in_force))
    assert len(listed) == len(set(listed)) >= 8
    assert set(listed) <= {*in_force.indicator_levels, in_force.level.indicator}

"""The backtest of a bureau: when it forecasts, what of the target was known then, what is kept, and the verb from command to page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, end_of_day
from openmbi.core.problems import ExitCode, Problem
from openmbi.flow.backtest import Asked, Backtest, backtest
from openmbi.flow.backtest_origins import Every, Origins
from openmbi.flow.bureau import Bureau
from openmbi.flow.domains import dated_values
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.observed import Observed
from openmbi.flow.target_vintages import target_vintages
from openmbi.flow.zone_months import ZoneMonths
from openmbi.flow.zone_months_kept import FOLDER, KeptZoneMonths
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.store.manifest import newest

HEADER = "place,month,value,release_date\n"
GROWTH = "value_added_growth_pct"
Build = Callable[..., Observed]


def _months(count: int) -> list[str]:
    """Return the months of figures from February 2021: no January has one."""
    every = [(2021 + number // 12, number % 12 + 1) for number in range(1, count + count // 11 + 2)]
    return [f"{year}-{month:02d}" for year, month in every if month != 1][:count]


def _released(month: str) -> str:
    year, number = (int(part) for part in month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02d}-17 10:00:00"


def _figures(count: int = 34) -> str:
    rng = np.random.default_rng(5)
    value = 5 + np.cumsum(rng.normal(0, 0.6, count))
    rows = [f"440000,{m},{v:.1f},{_released(m)}\n" for m, v in zip(_months(count), value, strict=True)]
    return HEADER + "".join(rows)


def _target(bureau: Bureau):
    return declarations_in_force(bureau.catalog).targets["440000"]


# Origins


def test_origins_are_a_day_of_each_month_up_to_today():
    today = date(2024, 3, 9)
    assert Origins(months=3).days(today) == [date(2024, 1, 10), date(2024, 2, 10)]
    assert Origins(months=3).days(date(2024, 3, 10))[-1] == date(2024, 3, 10)
    assert Origins(day=1, first=date(2023, 12, 2), last=date(2024, 2, 1)).days(today) == [
        date(2024, 1, 1),
        date(2024, 2, 1),
    ]


def test_weekly_origins_are_seven_days_apart():
    days = Origins(every=Every.WEEK, first=date(2024, 1, 3), last=date(2024, 1, 20)).days(date(2024, 6, 1))
    assert days == [date(2024, 1, 3), date(2024, 1, 10), date(2024, 1, 17)]


def test_no_origin_is_a_problem():
    with pytest.raises(Problem) as found:
        Origins(first=date(2025, 1, 1)).days(date(2024, 1, 1))
    assert found.value.code == "backtest.no-origin"


# The target as known


def test_a_revised_figure_is_its_first_print_until_it_is_revised(desk: Build):
    stated = HEADER + "440000,2024-02,4.7,2024-03-17 10:00:00\n440000,2024-03,5.5,2024-04-17 10:00:00\n"
    revised = HEADER + "440000,2024-02,4.9,2024-05-20 10:00:00\n"
    known = desk(targets=stated, targets_2=revised)
    vintages = target_vintages(known.bureau, _target(known.bureau), known.manifest)
    assert [vintages.at(datetime(2024, month, 25, tzinfo=UTC)).value.tolist() for month in (2, 3, 4, 5)] == [
        [],
        [4.7],
        [4.7, 5.5],
        [4.9, 5.5],
    ]
    assert {month: one.value for month, one in vintages.first().items()} == {
        date(2024, 2, 1): 4.7,
        date(2024, 3, 1): 5.5,
    }
    assert vintages.last() == {date(2024, 2, 1): 4.9, date(2024, 3, 1): 5.5}


def test_the_target_as_known_is_that_of_the_stores_own_as_of(desk: Build):
    known = desk(targets=_figures(), targets_2=HEADER + "440000,2022-05,9.9,2023-01-20 10:00:00\n")
    vintages = target_vintages(known.bureau, _target(known.bureau), known.manifest)
    for day in (date(2021, 3, 16), date(2021, 3, 17), date(2023, 1, 19), date(2023, 1, 20), date(2024, 6, 1)):
        moment = end_of_day(day, known.bureau.zone)
        mine = vintages.at(moment)
        assert dict(zip(mine.periods.tolist(), mine.value.tolist(), strict=True)) == dated_values(
            Observed(known.bureau, moment, known.manifest), GROWTH, "440000"
        )


# The whole backtest of a bureau that has figures of the target and no level yet: worked out once, by the command, and then as kept

SPAN = Origins(first=date(2023, 1, 1), last=date(2023, 9, 30))
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _with_flood(bureau: Bureau) -> Bureau:
    folder = bureau.folder / "catalog" / "crises"
    folder.mkdir(parents=True)
    (folder / "flood.yml").write_text(
        "code: flood\nname: {zh: 洪水, en: flood}\nkind: shock\nfirst: 2023-01-20\nlast: 2023-01-25\ncitation: {zh: 甲, en: a}\n",
        encoding="utf-8",
    )
    return bureau


def test_from_command_to_page(desk: Build, mbi):
    bureau = _with_flood(desk(targets=_figures()).bureau)
    told = mbi("-b", bureau.folder, "backtest", "--from", SPAN.first, "--to", SPAN.last, "--json")
    assert told.code == ExitCode.OK, told.err
    _check_pages(bureau, told.json)
    assert len(list((bureau.folder / FOLDER).iterdir())) == 9
    made = backtest(bureau, Asked(SPAN), as_of=NOW)
    _check_occasions(made)
    _check_crisis(made)
    early = backtest(bureau, Asked(SPAN), as_of=datetime(2023, 9, 12, tzinfo=UTC))
    np.testing.assert_array_equal(early.found.mean, made.found.mean)  # what is released later changes no forecast
    assert np.isnan(early.found.outcome[-1])
    assert np.isfinite(made.found.outcome[-1])
    shown = mbi("-b", bureau.folder, "backtest", "--from", SPAN.first, "--to", SPAN.last, lang="zh")
    assert "一阶自回归AR(1)" in shown.words


def _check_pages(bureau: Bureau, document: dict[str, Any]) -> None:
    assert document["report"] == "backtest"
    assert document["verdict"]["code"] == "unranked"  # the bridge has no level to rest on
    assert document["tables"][0]["rows"][0]["rank"] == 1
    assert document["crisis_months"] == ["2023-01…02"]
    kept = json.loads((bureau.output / "data" / "backtest" / "index.json").read_text(encoding="utf-8"))
    assert kept["months"] == document["months"]
    for language in ("zh", "en"):
        page = (bureau.output / language / "backtest" / "index.html").read_text(encoding="utf-8")
        assert document["title"][language] in page
        assert document["verdict"]["sentences"][1][language].replace("'", "&#39;") in page


def _check_occasions(made: Backtest) -> None:
    found, first = made.found, {day: one.value for day, one in made.vintages.first().items()}
    assert found.as_of[0] == np.datetime64("2023-01-10")
    assert found.wanted[0] == np.datetime64("2022-12-01")  # released on 17 January
    assert found.wanted[1] == np.datetime64("2023-02-01")  # on 10 February the figure of December is out
    assert found.outcome[0] == first[date(2022, 12, 1)]
    assert found.last[0] == first[date(2022, 11, 1)]
    walk = found.names.tolist().index("random_walk")
    np.testing.assert_array_equal(found.mean[walk], found.last)
    everything, _ = made.leagues[1]
    ranked = {one.name for one in everything.standings if one.rank}
    assert ranked == {"random_walk", "seasonal_naive", "historical_mean", "ar1", "ar_bic"}
    assert set(made.without_panel) == set(found.as_of.tolist())


def _check_crisis(made: Backtest) -> None:
    struck = made.found.wanted[made.crisis]
    assert struck.astype(str).tolist() == ["2023-02-01"] * 2  # January and February, asked on 10 February and 10 March
    whole, without = made.leagues[1]
    assert whole.occasions - without.occasions == 1


def test_a_zone_without_figures_of_its_target_has_no_backtest(desk: Build):
    with pytest.raises(Problem) as found:
        backtest(desk().bureau, Asked(), as_of=datetime(2026, 1, 1, tzinfo=UTC))
    assert found.value.code == "backtest.no-target"


@pytest.mark.parametrize("arguments", [("--from", "soon"), ("--every", "year"), ("--day", "31"), ("--months", "0")])
def test_what_is_asked_for_wrongly(desk: Build, mbi, arguments: tuple[str, ...]):
    assert mbi("-b", desk().bureau.folder, "backtest", *arguments).code == ExitCode.USAGE


# What is kept


def _some(value: float) -> ZoneMonths:
    months = np.array(["2024-01-01", "2024-02-01"], "datetime64[D]")
    table = np.array([[value, np.nan]])
    return ZoneMonths(
        IndicatorPanel(np.array(["x"]), Frequency.MONTHLY, months, table, np.zeros((1, 2), bool)), Text("因", "why")
    )


def test_a_moment_is_worked_out_once_until_something_known_by_then_arrives(desk: Build, mbi):
    bureau = desk(targets=_figures()).bureau
    moment = datetime(2024, 3, 2, 12, tzinfo=UTC)

    def at(value: float) -> float:
        kept = KeptZoneMonths(bureau, newest(bureau.store))
        return float(kept.at(moment, lambda: _some(value)).panel.value[0, 0])

    assert at(1.0) == 1.0
    assert at(2.0) == 1.0
    _deliver(bureau.folder, mbi, "power_later.csv", "meter,date,kwh\nM1,2024-03-09,4\n")
    assert at(3.0) == 1.0
    _deliver(bureau.folder, mbi, "power_late.csv", "meter,date,kwh\nM3,2024-02-28,4\n")
    assert at(4.0) == 4.0


def _deliver(folder: Path, mbi, name: str, text: str) -> None:
    (folder / "incoming" / name).write_text(text, encoding="utf-8")
    assert mbi("-b", folder, "ingest").code == ExitCode.OK


def test_what_is_kept_comes_back_as_it_was(desk: Build):
    bureau = desk(targets=_figures()).bureau
    moment = datetime(2024, 3, 2, 12, tzinfo=UTC)
    made = _some(1 / 3)
    KeptZoneMonths(bureau, newest(bureau.store)).at(moment, lambda: made)
    assert len(list((bureau.folder / FOLDER).glob("2024-03-02-*.json"))) == 1
    back = KeptZoneMonths(bureau, newest(bureau.store)).at(moment, lambda: _some(0.0))
    np.testing.assert_array_equal(back.panel.value, made.panel.value)
    assert back.why_none == made.why_none
    assert back.panel.periods.tolist() == made.panel.periods.tolist()

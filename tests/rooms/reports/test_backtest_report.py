"""What the page of a backtest says of the method in use, and how its figures are rounded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.core.language import Language, Text
from openmbi.reports.backtest.inputs import BacktestInput, Forecasts, MethodFigures, Ranking
from openmbi.reports.backtest.page import pages
from openmbi.reports.backtest.report import backtest
from openmbi.reports.overview.inputs import Timing
from openmbi.reports.province.inputs import Circumstances

MONTHS = np.array(["2026-02-01", "2026-03-01", "2026-04-01"], "datetime64[D]")


def _method(
    name: str, rank: int | None, *, rmse: float = 1.0, p_best: float = 0.5, among: bool = True
) -> MethodFigures:
    label = Text(f"方法{name}", f"method {name}")
    rest = dict.fromkeys(("mae", "bias", "crps", "log_score", "p_crps", "p_conditional", "p_nested"), np.nan)
    return MethodFigures(
        name=name, label=label, rank=rank, months=30 if rank else 2, rmse=rmse, relative=rmse / 2.0, sign=0.666, directions=3,
        coverage=(0.5, 0.805, 0.9, 0.95), p_best=p_best, p_reference=0.004, among_best=among, **rest,
    )  # fmt: skip


def _source(published: str, *tables: tuple[MethodFigures, ...]) -> BacktestInput:
    made = Forecasts(
        Text("方法", "method"),
        mean=np.array([1.0, 2.0, 3.0]),
        low=np.tile([0.0, 1.0, 2.0], (3, 1)),
        high=np.tile([2.0, 3.0, 4.0], (3, 1)),
        pit=np.array([0.05, 0.5, np.nan]),
    )
    about = Circumstances(
        Text("台", "desk"), Text("省", "province"), "440000", False, datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC),
        Timing.REAL_TIME, date(2026, 4, 10), next(iter(load_all(Palette, "palettes", None).values())),
    )  # fmt: skip
    return BacktestInput(
        about=about,
        target=Text("目标", "target"),
        citation=Text("出处", "source"),
        published=published,
        why=None,
        reference="ar1",
        level=0.10,
        rule=Text("每月", "Every month"),
        rankings=tuple(Ranking(1, number == 0, 30, 30, table) for number, table in enumerate(tables)),
        origins=MONTHS + 40,
        months=MONTHS,
        month_labels=("2026-01…02", "2026-03", "2026-04"),
        outcome=np.array([3.5, 2.34, np.nan]),
        crisis=np.array([False, True, False]),
        real_time=np.array([True, True, False]),
        total_origins=3,
        forecasts={table.name: made for table in tables[0]},
        crises=(),
    )


BEST = _method("a", 1, rmse=1.0)
OWN = _method("own", 2, rmse=1.2, p_best=0.4)
WORSE = _method("own", 2, rmse=1.8, p_best=0.01, among=False)
REFERENCE = _method("ar1", 3, rmse=2.0, p_best=0.02, among=False)


@pytest.mark.parametrize(
    ("published", "tables", "code"),
    [
        ("a", ((BEST, OWN, REFERENCE),), "first"),
        ("own", ((BEST, OWN, REFERENCE),), "ties"),
        ("own", ((BEST, WORSE, REFERENCE),), "worse"),
        ("own", ((BEST, OWN, REFERENCE), (BEST, WORSE, REFERENCE)), "worse"),  # without crisis months alone
        ("own", ((BEST, REFERENCE, _method("own", None)),), "unranked"),
        ("other", ((BEST, REFERENCE),), "absent"),
    ],
)
def test_the_strictest_of_the_tables_decides(published: str, tables: tuple[tuple[MethodFigures, ...], ...], code: str):
    document = backtest(_source(published, *tables))
    assert document["verdict"]["code"] == code
    drawn = pages(document)
    for language in Language:
        assert ('class="alarm"' in drawn[language]) == (code in {"worse", "unranked", "absent"})


def test_a_warning_names_who_errs_less():
    document = backtest(_source("own", (BEST, WORSE, REFERENCE)))
    assert "method a errs significantly less (p = 0.010)" in document["verdict"]["sentences"][1]["en"]
    assert "“方法a”的误差显著较小（p = 0.010）" in document["verdict"]["sentences"][1]["zh"]


def test_the_months_that_are_told_are_those_that_the_error_rests_on():
    source = _source("own", (BEST, OWN, REFERENCE))
    source = replace(source, rankings=(replace(source.rankings[0], common=25),))
    assert (
        "first print: 25 months. The catalog's method, method own, errs by 1.20"
        in backtest(source)["verdict"]["sentences"][0]["en"]
    )


def test_what_is_not_better_than_the_autoregression_says_so():
    own = replace(OWN, p_reference=0.3)
    said = [one["en"] for one in backtest(_source("own", (BEST, own, REFERENCE)))["verdict"]["sentences"]]
    assert any("cannot be claimed to be more accurate" in one for one in said)
    said = [one["en"] for one in backtest(_source("own", (BEST, OWN, REFERENCE)))["verdict"]["sentences"]]
    assert not any("cannot be claimed" in one for one in said)


def test_figures_are_rounded_once_and_months_run_back():
    document = backtest(_source("own", (BEST, OWN, REFERENCE)))
    row = document["tables"][0]["rows"][0]
    assert (row["rmse"], row["relative"], row["sign"], row["coverage"]["80%"]) == ("1.00", "0.50", "67", "80")
    assert (row["p_reference"], row["p_conditional"]) == ("0.004", None)
    april, march, february = document["months"]
    assert (april["outcome"], april["forecasts"]["own"]["error"], april["forecasts"]["own"]["inside"]) == (
        None,
        None,
        None,
    )
    assert (march["outcome"], march["forecasts"]["own"]["error"], march["crisis"]) == ("2.34", "0.34", True)
    assert (february["month"], february["forecasts"]["own"]["inside"]) == ("2026-01…02", False)
    assert document["calibration"][0]["pit"] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert document["basis"] == {"origins": 3, "real_time": 2, "judged": 3}


def test_a_chance_too_small_to_write_is_below_a_bound():
    tiny = replace(REFERENCE, p_reference=1e-9)
    assert backtest(_source("own", (BEST, OWN, tiny)))["tables"][0]["rows"][2]["p_reference"] == "<0.001"

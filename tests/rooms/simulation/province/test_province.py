"""The files of a province are the same for the same seed, agree with each other, and with the truth behind them."""

from __future__ import annotations

import io
import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from zipfile import ZipFile

import numpy as np
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from openmbi.core.credit_code import has_right_check_digit
from openmbi.core.problems import Problem
from openmbi.simulation.province.clock import clock_of
from openmbi.simulation.province.enterprises import draw_roster
from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.simulation.province.province import Province, draw_province, province_files, province_truth

CODE = "统一社会信用代码"


def parquet(content: bytes) -> dict[str, list]:
    return pq.read_table(io.BytesIO(content)).to_pydict()


def test_the_same_seed_gives_the_same_bytes(files: dict, truth_files: dict, drawn: Province):
    again = draw_province(drawn.parameters)
    assert dict(province_files(again)) == files
    assert dict(province_truth(again)) == truth_files


def test_another_seed_gives_another_province(files: dict):
    other = draw_province(ProvinceParameters(seed=8, enterprises=150, days=430))
    register = dict(province_files(other))["register/企业名录.csv"]
    assert register != files["register/企业名录.csv"]


def test_the_sum_of_a_line_is_exact(grid: dict):
    sums: dict[date, int] = defaultdict(int)
    for (meter, day), value in grid.items():
        if meter != "合计":
            sums[day] += round(100 * (value or 0))
    assert len(sums) == 430
    assert all(sums[day] == round(100 * grid["合计", day]) for day in sums)


def test_the_meters_of_an_enterprise_add_up_to_what_it_takes_from_the_grid(
    grid: dict, truth_files: dict, drawn: Province
):
    """Where no reading of a month is missing and no meter is shared: true use of the month, less own generation, is the sum of its meters."""
    links = parquet(truth_files["truth/links.parquet"])
    meters = defaultdict(list)
    shared = set()
    for kind, subject, code, share in zip(
        links["kind"], links["subject"], links["enterprise"], links["share"], strict=True
    ):
        if kind == "meter":
            meters[code].append(subject)
            if share < 1:
                shared.add(code)
    generating = {drawn.roster.code[row] for row in drawn.generators.rows}
    struck = {
        code
        for event in drawn.events
        if event.kind == "wrong_multiplier"
        for code in [drawn.roster.code[event.rows[0]]]
    }
    months = parquet(truth_files["truth/enterprise_months.parquet"])
    compared, several = 0, 0
    for code, month, use in zip(months["enterprise"], months["month"], months["use_kwh"], strict=True):
        if month != "2023-10" or code in shared | generating | struck or len(meters[code]) < 1:
            continue
        days = [date(2023, 10, 1) + timedelta(days=k) for k in range(31)]
        readings = [grid.get((meter, day)) for meter in meters[code] for day in days if (meter, day) in grid]
        if len(readings) == 31 * len(meters[code]) and None not in readings:
            assert sum(readings) == pytest.approx(use, abs=0.01)
            compared += 1
            several += len(meters[code]) > 1
    assert compared > 60
    assert several > 3


def test_own_generation_makes_the_grid_fall(truth: dict, truth_files: dict, grid: dict):
    links = parquet(truth_files["truth/links.parquet"])
    meters = defaultdict(list)
    for kind, subject, code in zip(links["kind"], links["subject"], links["enterprise"], strict=True):
        if kind == "meter":
            meters[code].append(subject)
    changes = []
    for event in truth["events"]:
        if event["kind"] == "own_generation_start":
            first = date.fromisoformat(event["first"])
            before, after = ([v for m in meters[event["enterprises"][0]] for k in span if (v := grid.get((m, first + timedelta(days=k))))]
                             for span in (range(-42, 0), range(42)))  # fmt: skip
            if len(before) > 30 and len(after) > 30:
                changes.append(np.log(np.mean(after) / np.mean(before)))
                assert 0.15 <= event["size"] <= 0.60
    assert len(changes) >= 2
    assert np.median(changes) < -0.08


def test_sizes_are_heavy_tailed():
    clock = clock_of(ProvinceParameters(seed=1, enterprises=5000))
    roster = draw_roster(5000, clock, 1)
    kwh = np.sort(roster.kwh)[::-1]
    assert 0.6 < kwh[:500].sum() / kwh.sum() < 0.9
    assert kwh.mean() > 3 * np.median(kwh)
    assert len(set(zip(roster.city.tolist(), roster.industry.tolist(), strict=True))) > 400
    assert len(set(roster.name)) == len(set(roster.code)) == 5000
    assert Counter(roster.size_class).keys() == {"大型", "中型", "小型", "微型"}


def test_the_register_knows_everybody_with_a_right_code(rows_of, drawn: Province):
    rows = rows_of("register/企业名录.csv")
    assert {row[CODE] for row in rows} == set(drawn.roster.code)
    assert all(has_right_check_digit(row[CODE]) for row in rows)
    assert all(
        row["行政区划代码"][:2] == "44" and row["行业代码"][:1] == "C" and len(row["行业代码"]) > 3 for row in rows
    )
    assert len(rows) >= 152  # one moved, one was recoded


def test_rows_of_one_enterprise_follow_each_other_without_gap(rows_of):
    by_code = defaultdict(list)
    for row in rows_of("register/企业名录.csv"):
        by_code[row[CODE]].append(row)
    changed = [rows for rows in by_code.values() if len(rows) > 1]
    for first, second in changed:
        assert date.fromisoformat(second["生效日期"]) - date.fromisoformat(first["失效日期"]) == timedelta(days=1)
        assert (first["行政区划代码"], first["行业代码"]) != (second["行政区划代码"], second["行业代码"])


@pytest.mark.parametrize(
    ("name", "kind"), [("meter", "meter"), ("plate", "plate"), ("account", "account"), ("name", "name")]
)
def test_holders_are_those_of_the_true_links(rows_of, truth_files: dict, name: str, kind: str):
    rows = rows_of(f"holders/{name}_户主清单.csv", "gbk")
    links = parquet(truth_files["truth/links.parquet"])
    true = [s for k, s in zip(links["kind"], links["subject"], strict=True) if k == kind]
    assert [row["编号"] for row in rows] == true
    assert {row["类别"] for row in rows} == {kind}


def test_shares_of_a_shared_meter_sum_to_one(rows_of):
    shares = defaultdict(list)
    for row in rows_of("holders/meter_户主清单.csv", "gbk"):
        shares[row["编号"]].append(float(row["分摊比例"] or 1))
    assert all(sum(each) == pytest.approx(1) for each in shares.values())
    assert sum(len(each) == 2 for each in shares.values()) >= 1


def test_about_a_tenth_of_the_holders_is_dirty(drawn: Province):
    links = draw_province(ProvinceParameters(seed=3, enterprises=2000, days=420)).links
    share = np.mean([link.dirt != "clean" for link in links])
    assert 0.08 < share < 0.12
    assert len({link.dirt for link in links}) == 9


def test_dirty_rows_do_not_say_the_right_code(rows_of, drawn: Province):
    right = {
        link.subject: (drawn.roster.code[link.row], drawn.roster.name[link.row], link.dirt)
        for link in drawn.links
        if link.kind == "plate"
    }
    for row in rows_of("holders/plate_户主清单.csv", "gbk"):
        code, name, dirt = right[row["编号"]]
        assert (row[CODE] == code) == (dirt == "clean")
        assert (row["户名"] == name) == (dirt in {"clean", "code_missing", "code_mistyped"})


def test_long_files_hold_the_days_of_a_life_and_no_other(files: dict, drawn: Province):
    rows = Counter()
    for name, content in files.items():
        if name.startswith("freight/"):
            rows.update(parquet(content)["车牌号"])
    first, stop = drawn.roster.first, drawn.roster.stop
    plates = drawn.coverage.plates
    assert rows == {p: int(stop[r] - first[r]) for p, r in zip(plates.subject, plates.row.tolist(), strict=True)}


def test_one_feed_stops_and_one_falls_short(files: dict, truth: dict, rows_of):
    stopped = next(feed for feed in truth["feeds"] if feed["source"] == "telecom")
    days = {day for name, content in files.items() if name.startswith("telecom/") for day in parquet(content)["日期"]}
    assert max(days) == date.fromisoformat(stopped["first"]) - timedelta(days=1)
    weeks = Counter(row["周"] for row in rows_of("equipment/equipment_hours_2024.csv"))
    newest = sorted(weeks)[-2:]
    assert max(weeks[week] for week in newest) < 0.7 * weeks[sorted(weeks)[-3]]


def test_customs_has_a_sheet_a_month_with_title_unit_and_numbers_as_text(files: dict, drawn: Province):
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["customs/出口额_2023.xlsx"]))
    assert book.sheet_names == [f"2023-{month:02d}" for month in range(1, 13)]
    title, unit, header, *rows = book.get_sheet_by_name("2023-05").to_python()
    assert "模拟" in title[0]
    assert unit[0] == "单位：万元"
    assert header == ["经营单位", "出口额"]
    assert {type(amount) for _, amount in rows} == {str}
    assert {name for name, _ in rows} <= set(drawn.coverage.names.subject)


def test_credit_comes_as_archives_of_monthly_files(files: dict):
    with ZipFile(io.BytesIO(files["credit/credit_2023.zip"])) as archive:
        assert archive.namelist() == [f"credit_2023{month:02d}.csv" for month in range(1, 13)]
        assert archive.read("credit_202301.csv").decode("gbk").startswith("账号,所属期,贷款余额（万元）\r\n")


def test_nothing_is_delivered_before_it_can_be_known(rows_of, drawn: Province):
    """The last day is 5 March 2024, so the last delivery is on the 13th: January's monthly figures are out, February's are not."""
    assert drawn.clock.today == date(2024, 3, 13)
    assert rows_of("labour/labour_2024.csv")[-1]["月份"] == "2024年1月"
    assert {row["季度"] for row in rows_of("land/land_use_2023.csv")} == {
        f"2023年第{quarter}季度" for quarter in range(1, 5)
    }
    assert all(row["发布日期"] <= "2024-03-13 10:00:00" for row in rows_of("official/targets.csv"))


def test_growth_counts_january_and_february_as_one(rows_of):
    periods = [row["所属期"] for row in rows_of("official/targets.csv")]
    assert periods[:3] == ["2018-02", "2018-03", "2018-04"]
    assert not [period for period in periods if period.endswith("-01")]


def test_published_growth_is_the_true_one_but_for_noise():
    made = draw_province(ProvinceParameters(seed=5, enterprises=400, days=1096))
    truth = _truth(made)["value_added_growth_pct"]
    rows = dict(province_files(made))["official/targets.csv"].decode("utf-8-sig").splitlines()[1:]
    published = {row.split(",")[1]: float(row.split(",")[2]) for row in rows}
    both = [(published[m], truth[m]) for m in truth if m in published]
    assert len(both) >= 20
    assert np.std([a - b for a, b in both]) < 0.4
    clock = made.clock
    sums = {(m.year, m.month): made.records.added[m.first : m.stop].sum() for m in clock.months}
    assert truth["2025-06"] == pytest.approx(100 * (sums[2025, 6] / sums[2024, 6] - 1), abs=1e-3)
    assert truth["2024-02"] == pytest.approx(
        100 * ((sums[2024, 1] + sums[2024, 2]) / (sums[2023, 1] + sums[2023, 2]) - 1), abs=1e-3
    )


def _truth(made: Province) -> dict:
    return json.loads(dict(province_truth(made))["truth.json"])


def test_cooling_counts_in_summer(drawn: Province):
    """July is warmer than the 24 °C from which on cooling counts; January is not."""
    assert drawn.world.temperature[:, 190:210].mean() > 24
    assert drawn.world.cooling[:, :20].mean() < 0.5
    assert drawn.world.cooling[:, 190:210].mean() > 2


@pytest.mark.parametrize(
    "wrong", [{"enterprises": 99}, {"days": 419}, {"days": 2000}, {"first": date(2021, 12, 31)}, {"seed": -1}]
)
def test_a_province_out_of_range_is_refused(wrong: dict):
    with pytest.raises(Problem) as refused:
        ProvinceParameters(**({"seed": 7} | wrong))
    assert refused.value.code == "simulation.out-of-range"
    assert refused.value.field in wrong

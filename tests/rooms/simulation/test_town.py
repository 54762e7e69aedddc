"""The town is the same for the same seed, and shows what its truth file says was planted."""

import csv
import io
from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.simulation.parameters import TownParameters
from openmbi.simulation.town import Town, town


@pytest.fixture(scope="module")
def simulated() -> Town:
    return town(TownParameters(seed=7))


@pytest.fixture(scope="module")
def reported(simulated: Town) -> dict[tuple[str, date], str]:
    """First reports by enterprise and day, as texts."""
    yearly = {path: content for path, content in simulated.files.items() if path.startswith("daily/electricity_2")}
    return {key: text for content in yearly.values() for key, text in wide_cells(content).items()}


def wide_cells(content: bytes) -> dict[tuple[str, date], str]:
    header, *rows = csv.reader(io.StringIO(content.decode("gbk")))
    assert header[0] == "日期"
    return {
        (code, date.fromisoformat(row[0])): text for row in rows for code, text in zip(header[1:], row[1:], strict=True)
    }


def mean_kwh(reported: dict[tuple[str, date], str], code: str, first: date, days: int) -> float:
    values = [reported[code, first + timedelta(days=k)] for k in range(days)]
    return float(np.mean([float(value) for value in values if value != "1"]))


def event(simulated: Town, kind: str) -> tuple[list[str], date, date, float]:
    (found,) = [each for each in simulated.truth["events"] if each["kind"] == kind]  # type: ignore[attr-defined]
    return found["enterprises"], date.fromisoformat(found["first"]), date.fromisoformat(found["last"]), found["size"]


def test_the_same_seed_gives_the_same_bytes(simulated: Town):
    again = town(TownParameters(seed=7))
    assert dict(again.files) == dict(simulated.files)
    assert again.truth == simulated.truth


def test_another_seed_gives_another_town(simulated: Town):
    other = town(TownParameters(seed=8))
    assert other.files["register/enterprises.csv"] != simulated.files["register/enterprises.csv"]


def test_each_day_has_one_row_and_the_total_is_its_exact_sum(simulated: Town):
    days = []
    for path, content in simulated.files.items():
        if path.startswith("daily/electricity_2"):
            header, *rows = csv.reader(io.StringIO(content.decode("gbk")))
            assert header[-1] == "合计"
            days += [row[0] for row in rows]
            for row in rows:
                cents = sum(round(float(text) * 100) for text in row[1:-1])
                assert cents == round(float(row[-1]) * 100)
    first = simulated.parameters.first
    assert days == [(first + timedelta(days=k)).isoformat() for k in range(800)]


def test_sizes_are_heavy_tailed(simulated: Town):
    sizes = np.sort(list(simulated.truth["enterprises"].values()))  # type: ignore[attr-defined]
    assert sizes[-6:].sum() > 0.35 * sizes.sum()
    assert sizes.mean() > 2 * np.median(sizes)


def test_sizes_are_heavy_tailed_in_the_long_run():
    large = town(TownParameters(seed=3, enterprises=400, days=400))
    sizes = np.sort(list(large.truth["enterprises"].values()))  # type: ignore[attr-defined]
    assert 0.5 < sizes[-40:].sum() / sizes.sum() < 0.75
    assert 1.2 < np.log(sizes).std() < 1.7


def test_a_shutdown_reads_zero_from_its_first_day_to_the_end(simulated: Town, reported: dict):
    (code,), first, last, _ = event(simulated, "shutdown")
    readings = {reported[code, first + timedelta(days=k)] for k in range((last - first).days + 1)}
    assert readings <= {"0.00", "1"}
    assert last == simulated.parameters.last
    assert float(reported[code, first - timedelta(days=1)]) > 1 or float(reported[code, first - timedelta(days=2)]) > 1


def test_a_slow_decline_loses_what_the_truth_says(simulated: Town, reported: dict):
    (code,), first, last, rate = event(simulated, "slow_decline")
    tail = last - timedelta(days=27)
    year_on_year = mean_kwh(reported, code, tail, 28) / mean_kwh(reported, code, tail - timedelta(days=364), 28)
    assert year_on_year == pytest.approx(np.exp(-rate * ((last - first).days - 13)), abs=0.1)


def test_a_spike_stands_out_of_the_days_around_it(simulated: Town, reported: dict):
    (code,), day, last, factor = event(simulated, "spike")
    assert day == last
    around = mean_kwh(reported, code, day - timedelta(days=7), 7)
    assert float(reported[code, day]) / around == pytest.approx(factor, rel=0.35)


def test_a_dip_strikes_every_enterprise_of_its_cell(simulated: Town, reported: dict):
    codes, first, last, depth = event(simulated, "cell_dip")
    register = read_register(simulated)
    assert len({(register[code]["行政区划代码"], register[code]["行业代码"]) for code in codes}) == 1
    assert len(codes) >= 2
    during = [mean_kwh(reported, code, first, 25) for code in codes]
    before = [mean_kwh(reported, code, first - timedelta(days=28), 28) for code in codes]
    assert (last - first).days + 1 == 25
    assert sum(during) / sum(before) == pytest.approx(1 - depth, abs=0.12)


def test_the_entrant_and_the_deregistered_have_readings_within_their_life_only(simulated: Town, reported: dict):
    register = read_register(simulated)
    (entrant,), entered, _, _ = event(simulated, "entry")
    (leaver,), gone, _, _ = event(simulated, "deregistration")
    day = timedelta(days=1)
    assert (entrant, entered - day) not in reported
    assert reported[entrant, entered]
    assert register[entrant]["生效日期"] == entered.isoformat()
    assert reported[leaver, gone - day]
    assert (leaver, gone) not in reported
    assert register[leaver]["失效日期"] == (gone - day).isoformat()


def test_the_correction_takes_back_the_wrong_multiplier(simulated: Town, reported: dict):
    (code,), first, last, factor = event(simulated, "wrong_multiplier")
    corrected = wide_cells(simulated.files[f"daily/electricity_correction_{first}.csv"])
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    assert {day for each, day in corrected if each == code} == set(days)
    assert {text for (each, _), text in corrected.items() if each == "知悉时刻"} == {f"{last + timedelta(10)} 09:00:00"}
    kept = [day for day in days if reported[code, day] != "1"]
    assert kept
    for day in kept:
        assert float(reported[code, day]) == pytest.approx(factor * float(corrected[code, day]))


def test_missing_readings_are_the_sentinel_and_rare(simulated: Town, reported: dict):
    values = [text for (code, _), text in reported.items() if code != "合计"]
    share = values.count("1") / len(values)
    assert 0.003 < share < 0.02


def test_spring_festival_use_falls_and_closures_read_zero(simulated: Town, reported: dict):
    new_year = date(2025, 1, 29)
    festival = mean_kwh(reported, "合计", new_year, 6)
    autumn = mean_kwh(reported, "合计", date(2024, 11, 4), 26)
    assert festival < 0.75 * autumn
    for closure in simulated.truth["festival_closures"]:  # type: ignore[attr-defined]
        text = reported.get((closure["enterprise"], new_year))
        if closure["first"] <= new_year.isoformat() <= closure["last"]:
            assert text in ("0.00", "1", None)


def test_sundays_are_low_where_the_industry_rests(simulated: Town, reported: dict):
    machinery = {code for code, row in read_register(simulated).items() if row["行业代码"] == "C34"}
    sundays = [date(2024, 11, 10), date(2024, 11, 17), date(2024, 11, 24)]

    def use(days: list[date]) -> float:
        return float(np.mean([float(reported[code, day]) for code in machinery for day in days]))

    assert use(sundays) < 0.65 * use([day - timedelta(days=4) for day in sundays])


def test_the_late_file_has_the_faults_that_the_truth_lists(simulated: Town, reported: dict):
    path = "late/electricity_late_2025-09-07.csv"
    lines = [row.split(",") for row in simulated.files[path].decode("utf-8-sig").split("\r\n")]
    faults = {each["line"]: each["fault"] for each in simulated.truth["faults"]}  # type: ignore[attr-defined]
    register = read_register(simulated)
    assert sorted(faults.values()) == [
        "duplicate_key", "duplicate_key", "negative", "unknown_enterprise", "unreadable_day",
    ]  # fmt: skip
    keys = [tuple(row[:2]) for row in lines[1:-1]]
    for number, (code, day, amount, _) in enumerate(lines[1:-1], start=2):
        found = {
            "duplicate_key": keys.count((code, day)) > 1,
            "negative": float(amount) < 0,
            "unknown_enterprise": code not in register,
            "unreadable_day": day.endswith("-02-30"),
        }
        assert [name for name, wrong in found.items() if wrong] == ([faults[number]] if number in faults else [])
        assert number in faults or reported[code, date.fromisoformat(day)] == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"enterprises": 19},
        {"enterprises": 401},
        {"days": 399},
        {"days": 2000},
        {"first": date(2021, 12, 31)},
        {"seed": -1},
    ],
)
def test_a_town_out_of_range_is_refused(wrong: dict):
    with pytest.raises(Problem) as refused:
        TownParameters(**({"seed": 7} | wrong))
    assert refused.value.code == "simulation.out-of-range"
    assert refused.value.field in wrong


@pytest.mark.parametrize("seed", range(20))
def test_the_smallest_town_has_every_event_on_different_enterprises(seed: int):
    small = town(TownParameters(seed=seed, enterprises=20, days=400))
    struck = [code for each in small.truth["events"] for code in each["enterprises"]]  # type: ignore[attr-defined]
    assert len(small.truth["events"]) == 7  # type: ignore[arg-type]
    assert len(struck) == len(set(struck))


def read_register(simulated: Town) -> dict[str, dict[str, str]]:
    text = simulated.files["register/enterprises.csv"].decode("utf-8-sig")
    return {row["统一社会信用代码"]: row for row in csv.DictReader(io.StringIO(text))}

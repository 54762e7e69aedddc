"""`mbi calendar`: what is announced, what is not, and what was known when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openmbi.core.problems import ExitCode

OWN = """
year: 2027
status: announced
citation: [{ notice: x, dated: 2025-03-01 }]
holidays:
  - kind: spring_festival
    name: { zh: 春节, en: Spring Festival }
    statutory: 4
    days_off: [2027-02-05, 2027-02-13]
    makeup_workdays: [2027-01-31]
"""


def test_an_announced_year(mbi, tmp_path: Path):
    told = mbi("-b", tmp_path, "calendar", 2026, lang="en")
    assert told.code == ExitCode.OK
    assert "2026 is announced: 国办发明电〔2025〕7号 (2025-11-04)" in told.out
    assert "02-15 Su – 02-23 Mo" in told.out
    assert "PROVISIONAL" not in told.out


@pytest.mark.parametrize(
    ("lang", "said", "word"), [("zh", "2031 年暂定", "暂定"), ("en", "2031 is PROVISIONAL", "provisional")]
)
def test_a_provisional_year_says_so_in_every_line(mbi, tmp_path: Path, lang: str, said: str, word: str):
    told = mbi("-b", tmp_path, "calendar", 2031, lang=lang)
    assert said in told.out
    assert "catalog/calendar/2031.yml" in told.out.replace("\n", "")
    lines = [line for line in told.out.splitlines() if "国务院令第795号" in line and "│" not in line]
    assert len(lines) == 6  # the Mid-Autumn Festival of 2031 is 1 October: one break with National Day
    assert all(word in line for line in lines)


def test_months_count_workdays(mbi, tmp_path: Path):
    told = mbi("-b", tmp_path, "calendar", 2026, "--months", "--json")
    months = {month["month"]: month for month in told.json["months"]}
    assert months[2]["workdays"] == 16  # 20 weekdays, 6 of them off, two Saturdays worked
    assert months[2]["statutory"] == ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19"]
    assert sum(month["workdays"] for month in months.values()) == 248  # 261 weekdays less 13 statutory days
    assert "2026-02" in mbi("-b", tmp_path, "calendar", 2026, "--months").out


def test_a_year_as_it_was_known(mbi, tmp_path: Path):
    before, after = (
        mbi("-b", tmp_path, "calendar", 2020, "--as-of", day, "--json").json for day in ("2020-01-25", "2020-01-26")
    )
    spring = [next(one for one in told["holidays"] if one["kind"] == "spring_festival") for told in (before, after)]
    assert [one["last_day_off"] for one in spring] == ["2020-01-30", "2020-02-02"]
    assert [one["notice"]["notice"] for one in spring] == ["国办发明电〔2019〕16号", "国办发明电〔2020〕1号"]
    assert [len(told["notices"]) for told in (before, after)] == [1, 2]


def test_the_end_of_a_year_that_the_next_notice_may_touch(mbi, tmp_path: Path):
    told = mbi("-b", tmp_path, "calendar", 2018, "--as-of", "2018-11-01", lang="en")
    assert "12-29 Sa – 12-31 Mo provisional: the notice of 2019 may still touch them" in told.out
    assert "provisional" not in mbi("-b", tmp_path, "calendar", 2018, lang="en").out


def test_a_bureaus_own_year_stands_instead(own_town: Path, mbi):
    folder = own_town / "catalog/calendar"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "2027.yml").write_text(OWN, encoding="utf-8")
    told = mbi("-b", own_town, "calendar", 2027, "--as-of", "2025-03-01", "--json").json
    assert (told["status"], len(told["holidays"]), told["provisional_days"]) == ("announced", 1, [])
    earlier = mbi("-b", own_town, "calendar", 2027, "--as-of", "2025-02-28", "--json").json
    assert (earlier["status"], len(earlier["provisional_days"])) == ("provisional", 365)


@pytest.mark.parametrize("year", [2003, 2100])
def test_a_year_beyond_the_calendar(mbi, tmp_path: Path, year: int):
    told = mbi("-b", tmp_path, "calendar", year, "--json")
    assert told.code == ExitCode.PROBLEM
    assert json.loads(told.err)["problem"]["code"] == "calendar.no-year"

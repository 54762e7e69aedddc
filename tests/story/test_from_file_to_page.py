"""The simulated town from raw files to red light to page: what was planted is found, and nothing is lost on the way."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openmbi.core.tables import IndexSeries, IndexTerms
from openmbi.store.manifest import Counts, entries, faults
from openmbi.store.store import Store

CODE_OF_FAULT = {
    "duplicate_key": "duplicate_key",
    "negative": "negative",
    "unreadable_day": "unreadable_date",
    "unknown_enterprise": "unknown_enterprise",
}
NO_SUBJECTS = {"日期", "知悉时刻", "合计"}


def rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="gbk" if file.parent.name == "daily" else "utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle)


def observations(file: Path) -> int:
    """Count what a file says, without openmbi."""
    if file.parent.name != "daily":
        return sum(1 for _ in rows(file))
    return sum(1 for row in rows(file) for name, cell in row.items() if name not in NO_SUBJECTS and cell)


def uses(town: Path, enterprise: str) -> dict[date, Decimal]:
    """An enterprise's use by day, as the quarterly files give it; the sentinel is left out."""
    files = sorted((town / "incoming" / "daily").glob("electricity_2*.csv"))
    given = [(row["日期"], row.get(enterprise)) for file in files for row in rows(file)]
    return {date.fromisoformat(day): Decimal(cell) for day, cell in given if cell and cell != "1"}


def test_every_row_of_every_file_is_accepted_or_quarantined(town: Path, store: Store):
    said = {entry.file_name: entry.counts for entry in entries(store)}
    files = [file for file in (town / "incoming").rglob("*") if file.is_file()]
    assert {file.name: observations(file) for file in files} == {name: c.observations for name, c in said.items()}
    for counts in said.values():
        assert counts.observations == counts.accepted + counts.quarantined
        assert counts.accepted == counts.new + counts.revised + counts.unchanged
    assert list(faults(store)) == []


def test_quarantine_has_exactly_the_planted_faults(town: Path, mbi, truth: dict[str, Any]):
    batches = [waiting["batch"] for waiting in mbi("-b", town, "quarantine", "list", "--json").json]
    found = [
        (row["file"], row["row_no"], row["reasons"])
        for batch in batches
        for row in mbi("-b", town, "quarantine", "explain", batch, "--json").json["rows"]
    ]
    expected = [(Path(f["file"]).name, f["line"], [CODE_OF_FAULT[f["fault"]]]) for f in truth["faults"]]
    assert sorted(found) == sorted(expected)
    assert len(expected) == 5


def test_the_shutdown_is_red_and_listed_as_stopped_since_its_first_day(document: dict[str, Any], planted):
    shutdown = planted["shutdown"]
    light = next(one for one in document["lights"]["warned"] if one["subject"] == shutdown.enterprise)
    assert (light["light"]["colour"], light["light"]["letter"]) == ("red", {"zh": "红", "en": "R"})
    since = date.fromisoformat(light["since"])
    assert shutdown.first < since < shutdown.first + timedelta(days=7)  # half of seven days' use is gone by the fourth
    assert light["reason"]["zh"] != light["reason"]["en"]
    stop = next(one for one in document["stopped"]["listed"] if one["subject"] == shutdown.enterprise)
    assert date.fromisoformat(stop["since"]) == shutdown.first
    assert stop["days"] == (shutdown.last - shutdown.first).days + 1


def test_the_corrected_file_made_revisions_that_history_shows(town: Path, mbi, planted, document: dict[str, Any]):
    wrong = planted["wrong_multiplier"]
    given = uses(town, wrong.enterprise)
    struck = [day for day in given if wrong.first <= day <= wrong.last]
    assert struck
    for day in struck:
        before, after = mbi("-b", town, "history", f"use_kwh/{wrong.enterprise}/{day}", "--json").json
        assert Decimal(str(before["value"])) == given[day]
        assert before["value"] == pytest.approx(10 * after["value"], abs=0.06)
        assert (before["basis"], after["basis"]) == ("declared_lag", "recorded")
        corrected = datetime.combine(wrong.last + timedelta(days=10), datetime.min.time(), UTC) + timedelta(hours=1)
        assert datetime.fromisoformat(after["known_at"]) == corrected
    assert document["data"]["revisions"] == len(struck) + 12  # and the late readings


def test_late_readings_revise_and_bring_nothing_new(store: Store):
    (late,) = (entry.counts for entry in entries(store) if "late" in entry.file_name)
    assert late == Counts(observations=17, accepted=12, new=0, revised=12, unchanged=0, quarantined=5)


def test_a_deregistration_takes_its_enterprise_out_without_moving_the_index(computed, planted, town: Path, mbi):
    gone = planted["deregistration"]
    terms, series = computed
    row, day = place(terms, gone.enterprise, gone.first)
    assert terms.member[row, day - 1]
    assert not terms.member[row, day:].any()
    assert_chained(terms, series, day)
    made = mbi("-b", town, "explain", gone.first, "--json").json
    assert gone.enterprise not in {line["subject"] for line in made["lines"]}
    assert Decimal(made["change"]) == sum(Decimal(line["points"]) for line in made["lines"])


def test_the_entrant_joins_after_60_active_days_without_moving_the_index(computed, planted, town: Path):
    entry = planted["entry"]
    terms, series = computed
    active = sorted(day for day, use in uses(town, entry.enterprise).items() if use > 0)
    assert active[0] >= entry.first
    row, day = place(terms, entry.enterprise, active[59] + timedelta(days=1))
    assert not terms.member[row, :day].any()
    assert terms.member[row, day:].all()
    assert_chained(terms, series, day)


def place(terms: IndexTerms, enterprise: str, day: date) -> tuple[int, int]:
    (row,), (column,) = np.nonzero(terms.subjects == enterprise)[0], np.nonzero(terms.days == np.datetime64(day))[0]
    return int(row), int(column)


def assert_chained(terms: IndexTerms, series: IndexSeries, day: int) -> None:
    """The set of a day, weighed with its divisor, gives the close of the day before."""
    member = terms.member[:, day]
    before = (terms.weight[member] * terms.relative[member, day - 1]).sum() / terms.divisor[day]
    assert before == pytest.approx(series.close[day - 1], rel=1e-12)


def test_each_months_lines_sum_to_its_change_and_changes_to_the_closes(town: Path, mbi, document: dict[str, Any]):
    closes = {candle["period"]: Decimal(candle["close"]) for candle in document["level"]["monthly"]}
    before = Decimal(document["level"]["close"][0])
    for month, close in closes.items():
        made = mbi("-b", town, "explain", month, "--json").json
        assert Decimal(made["change"]) == sum(Decimal(line["points"]) for line in made["lines"])
        assert Decimal(made["change"]) == close - before
        before = close


@pytest.mark.parametrize(("lang", "said"), [("zh", "模拟数据"), ("en", "Simulated data")])
def test_pages_are_written_in_both_languages_and_say_simulated(town: Path, planted, lang: str, said: str):
    page = (town / "output" / lang / "index.html").read_text(encoding="utf-8")
    assert f'lang="{lang}' in page
    assert said in page
    shutdown = planted["shutdown"]
    (name,) = (
        row["企业名称"]
        for row in rows(town / "incoming" / "register" / "enterprises.csv")
        if row["统一社会信用代码"] == shutdown.enterprise
    )
    assert name in page
    assert shutdown.first.isoformat() in page


@pytest.mark.parametrize(("lang", "said"), [("zh", "模拟数据"), ("en", "simulateddata")])
def test_every_output_says_simulated(town: Path, mbi, planted, lang: str, said: str):
    figure = f"use_kwh/{planted['shutdown'].enterprise}/{planted['shutdown'].first}"
    for command in (("show",), ("explain",), ("history", figure)):
        assert said in mbi("-b", town, *command, lang=lang).words.lower()
    for command in (("show", "--json"), ("explain", "--json")):
        assert mbi("-b", town, *command).json["simulated"]

"""`mbi nowcast` on a town with a registered target: the figure that is not out yet, what moved it, what is kept, and the pages."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from openmbi.core.problems import ExitCode

AS_OF, BEFORE = "2025-12-01", "2025-11-20"
TARGET = """\
code: town_output
name: {zh: 模拟镇工业增加值增速, en: growth of value added in the town}
citation: {zh: 测试, en: a test}
indicator: value_added_growth_pct
place: '999999'
combined_january_february: true
reference_growth:
  trailing_months: 60
  least_months: 24
  fallback: [{valid_from: 2015-01-01, growth_pct: 5.0, citation: {zh: 测试, en: a test}}]
"""


def figures() -> str:
    """Return figures from 2023 to October 2025, each published on the 17th of the next month."""
    rows = ["行政区划代码,所属期,增速,发布日期"]
    for number in range(2023 * 12, 2025 * 12 + 10):
        year, month = number // 12, number % 12 + 1
        if month != 1:
            out = date(year, month, 28) + timedelta(days=20)
            rows.append(f"999999,{year}-{month:02d},{5 + (number % 5) / 2},{out.replace(day=17)} 10:00:00")
    return "\n".join(rows) + "\n"


@pytest.fixture
def told_town(own_town: Path, mbi) -> Path:
    """The town with a registered target and its figures."""
    (own_town / "catalog" / "targets").mkdir(parents=True)
    (own_town / "catalog" / "targets" / "town_output.yml").write_text(TARGET, encoding="utf-8")
    (own_town / "incoming" / "targets.csv").write_text(figures(), encoding="utf-8")
    told = mbi("-b", own_town, "ingest")
    assert told.code == ExitCode.OK, told.err
    return own_town


def test_it_tells_the_next_figure_what_moved_it_and_keeps_it(told_town: Path, mbi):
    first = nowcast(told_town, mbi, "--as-of", BEFORE, "--since", "2025-11-01")
    assert first["headline"]["code"] == "2025-11"
    assert [one["code"] for one in first["ahead"]] == ["2025-12", "2026-02", "2026-03"]
    assert first["last"]["value"] == "7.0"
    assert first["last"]["released_on"] == "2025-11-17"
    assert first["news"]["kept"] is False
    levels = [(float(one["low"]), float(one["high"])) for one in first["headline"]["intervals"]]
    mean = float(first["headline"]["mean"])
    assert all(low < mean < high for low, high in levels)
    assert levels[2][0] <= levels[1][0] <= levels[0][0]

    later = nowcast(told_town, mbi, "--as-of", AS_OF)
    news = later["news"]
    assert news["kept"] is True
    assert news["since"][:10] == BEFORE
    assert float(news["old"]) == pytest.approx(mean, abs=0.011)
    moved = float(news["impact"]) + float(news["reestimation"])
    assert moved == pytest.approx(float(later["headline"]["mean"]) - mean, abs=0.03)
    assert len(list((told_town / "store" / "nowcasts").iterdir())) == 2
    assert {one["name"]["en"] for one in later["series"]} == {"electricity use", "growth of value added in the town"}
    assert len(later["lacking"]) == 7
    for language in ("zh", "en"):
        page = (told_town / "output" / language / "nowcast" / "index.html").read_text(encoding="utf-8")
        assert later["headline"]["sentence"][language] in page
    kept = json.loads((told_town / "output/data/nowcast/index.json").read_text(encoding="utf-8"))
    assert kept == later

    again = nowcast(told_town, mbi, "--as-of", AS_OF, "--refresh", "--since", BEFORE)
    assert again["fit"]["refreshed"] is True
    assert again["headline"]["mean"] == later["headline"]["mean"]


def test_it_speaks_both_languages(told_town: Path, mbi):
    shown = mbi("-b", told_town, "nowcast", "--as-of", AS_OF, "--grid", "week", lang="zh")
    assert shown.code == ExitCode.OK, shown.err
    assert "2025年11月" in shown.words
    assert "预计公布" in shown.words
    assert "模拟数据" in shown.words


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--month", "2025-10"), "nowcast.released"),
        (("--month", "soon"), "period.unreadable"),
        (("--since", "yesterday"), "nowcast.since"),
        (("--refresh",), "nowcast.nothing-kept"),
        (("--groups", "cell"), "nowcast.no-groups"),
    ],
)
def test_what_cannot_be_done_says_why(told_town: Path, mbi, asked: tuple[str, ...], code: str):
    done = mbi("-b", told_town, "nowcast", "--as-of", AS_OF, *asked)
    assert done.code == ExitCode.PROBLEM
    assert code in done.err


def test_without_a_target_there_is_nothing_to_nowcast(town: Path, mbi):
    done = mbi("-b", town, "nowcast", "--as-of", AS_OF)
    assert done.code == ExitCode.PROBLEM
    assert "nowcast.no-target" in done.err


def nowcast(bureau: Path, mbi, *asked: str) -> dict[str, Any]:
    done = mbi("-b", bureau, "nowcast", *asked, "--json")
    assert done.code == ExitCode.OK, done.err
    return done.json

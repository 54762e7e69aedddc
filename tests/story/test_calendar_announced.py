"""A year whose notice is not out is provisional in every output; when it is, the same run comes out as a revision."""

from __future__ import annotations

import json
from pathlib import Path

from openmbi.catalog.loader import SHIPPED

NOT_OUT = "year: 2026\nstatus: provisional\nholidays: []\n"
"""The town's readings end on 2026-01-05: the bureau takes 2026 for a year of which it knows nothing."""


def documents(output: Path) -> dict[str, dict]:
    return {
        file.stem: json.loads(file.read_text(encoding="utf-8"))
        for file in (output / "overview.json", *(output / "data").rglob("*.json"))
    }


def test_a_provisional_year_is_told_everywhere_and_its_notice_is_a_revision(own_town: Path, mbi):
    announced = documents(own_town / "output")
    assert announced["overview"]["method"]["calendar"] is None
    assert (SHIPPED / "calendar/2026.yml").is_file()
    folder = own_town / "catalog/calendar"
    folder.mkdir()
    (folder / "2026.yml").write_text(NOT_OUT, encoding="utf-8")
    assert mbi("-b", own_town, "run").code == 0
    found = documents(own_town / "output")
    overview = found.pop("overview")
    told = overview["method"]["calendar"]
    assert (told["first"], told["last"], told["days"]) == ("2026-01-01", "2026-01-05", 5)
    assert overview["headline"]["provisional"]
    level = dict(zip(overview["level"]["days"], overview["level"]["provisional"], strict=True))
    assert [day for day, flag in level.items() if flag] == [f"2026-01-0{day}" for day in range(1, 6)]
    assert [candle["period"] for candle in overview["level"]["monthly"] if candle["provisional"]] == ["2026-01"]
    assert found
    of_alerts = ("alerts", "quality", "case", "standing")  # they tell no level
    levels = {name: document for name, document in found.items() if not name.startswith(of_alerts)}
    assert "C13" in levels
    assert [name for name, document in levels.items() if document["calendar"] != told] == []
    assert found["C13"]["history"]["provisional"] == [{"first": "2026-01-01", "last": "2026-01-05"}]
    pages = [page for page in (own_town / "output/zh").rglob("*.html") if not page.stem.startswith(of_alerts)]
    assert len(pages) > len(levels) / 2
    for page in pages:
        assert told["meaning"]["zh"] in page.read_text(encoding="utf-8"), page.name
    assert told["meaning"]["en"][:20] in mbi("-b", own_town, "show", lang="en").out
    versions = mbi("-b", own_town, "history", "activity_level/999999/2026-01-01", "--json").json
    assert [version["provisional"] for version in versions] == [False, True]
    assert mbi("-b", own_town, "explain", "--json").json["calendar"] == told
    assert versions[0]["value"] != versions[1]["value"]  # 1 January as a holiday, and as a Thursday

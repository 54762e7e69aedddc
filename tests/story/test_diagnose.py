"""`mbi diagnose` on the town: what it says, and the page that it writes."""

from __future__ import annotations

import json
from pathlib import Path

from openmbi.core.problems import ExitCode

AS_OF = "2025-12-01"


def test_our_method_leaves_no_week_and_tells_of_each_festival(own_town: Path, mbi):
    told = mbi("-b", own_town, "diagnose", "--as-of", AS_OF, "--json").json
    (indicator,) = told["indicators"]
    whole = indicator["series"][0]
    week = {test["stage"]: test["verdict"]["code"] for test in whole["tests"] if test["cycle"] == "week"}
    assert week["read"] == "found"
    assert week["calendar"] in {"none", "trace"}
    assert {year["year"] for year in whole["festivals"]} == {2024, 2025}
    assert all(-90 < float(year["depth"]) < -20 and year["closed"] < 0 < year["back"] for year in whole["festivals"])
    assert indicator["spans"] == []
    assert indicator["revisions"]["cuts"]
    for language in ("zh", "en"):
        page = (own_town / "output" / language / "adjustment" / "batched.html").read_text(encoding="utf-8")
        assert whole["tests"][0]["verdict"]["text"][language] in page
    kept = json.loads((own_town / "output/data/adjustment/batched.json").read_text(encoding="utf-8"))
    assert kept["indicators"] == told["indicators"]


def test_months_of_a_short_history_are_refused_by_name(own_town: Path, mbi):
    told = mbi("-b", own_town, "diagnose", "--as-of", AS_OF, "--method", "x13", "--index", "use_kwh", "--json").json
    (indicator,) = told["indicators"]
    assert indicator["frequency"]["code"] == "M"
    assert indicator["refused"]["count"] == indicator["subjects"]
    assert "3 years" in indicator["refused"]["listed"][0]["reason"]["en"]


def test_what_there_is_none_of_is_a_problem(own_town: Path, mbi):
    for wrong, code in (
        (("--method", "tramo"), "adjustment.no-method"),
        (("--index", "steam_t"), "diagnose.no-indicator"),
        (("--place", "999999"), "diagnose.nothing"),
    ):
        done = mbi("-b", own_town, "diagnose", "--as-of", AS_OF, *wrong)
        assert done.code == ExitCode.PROBLEM
        assert code in done.err

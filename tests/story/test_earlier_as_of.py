"""An earlier as-of knows what was known then and nothing else: it comes out as in a bureau that had been given no more."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from openmbi.store.runs import newest_saved, saved
from openmbi.store.store import Store

Row = dict[str, str]
EARLIER = {
    "the deregistration": "2025-03-20",
    "the correction of a wrong multiplier": "2025-09-20",
}
"""As-of days, by what is not known yet on them."""


def keep(file: Path, known: Callable[[Row], Row | None]) -> None:
    """Rewrite a file with the rows, as they were, that were known; without it where none was."""
    encoding = "gbk" if file.parent.name == "daily" else "utf-8-sig"
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding=encoding))))
    kept = [then for row in rows if (then := known(row))]
    if not kept:
        file.unlink()
        return
    with file.open("w", encoding=encoding, newline="") as handle:
        writer = csv.DictWriter(handle, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)


def known_reading(row: Row, as_of: date) -> Row | None:
    """A reading is known when its row says so, else one day after its day."""
    said = row.get("知悉时刻")
    known = datetime.fromisoformat(said).date() <= as_of if said else date.fromisoformat(row["日期"]) < as_of
    return row if known else None


def known_enterprise(row: Row, as_of: date) -> Row | None:
    """A row of the register is known from the day it is valid, its end from that end on."""
    if date.fromisoformat(row["生效日期"]) > as_of:
        return None
    end = row["失效日期"]
    return row | {"失效日期": end if end and date.fromisoformat(end) <= as_of else ""}


def given_no_more(raw_town: Path, folder: Path, as_of: date) -> Path:
    shutil.copytree(raw_town, folder)
    for file in (folder / "incoming").rglob("*.csv"):
        known = known_enterprise if file.parent.name == "register" else known_reading
        keep(file, lambda row, known=known: known(row, as_of))
    return folder


@pytest.fixture(scope="module")
def looked_back(town: Path, tmp_path_factory: pytest.TempPathFactory, mbi) -> Path:
    """The town, computed a second and a third time as of earlier days. Read only."""
    folder = Path(shutil.copytree(town, tmp_path_factory.mktemp("back") / "town"))
    for day in EARLIER.values():
        assert mbi("-b", folder, "run", "--as-of", day).code == 0
    return folder


@pytest.mark.parametrize("before", EARLIER)
def test_an_earlier_as_of_is_that_of_a_bureau_given_no_more(looked_back: Path, raw_town, tmp_path: Path, mbi, before):
    day = EARLIER[before]
    then = given_no_more(raw_town, tmp_path / "then", date.fromisoformat(day))
    assert mbi("-b", then, "run", "--ingest", "--as-of", day).code == 0
    one = newest_saved(Store(then / "store"), "runs")
    (other,) = (run for run in saved(Store(looked_back / "store"), "runs") if run.pins["as_of"] == one.pins["as_of"])
    assert one.figures().num_rows > 2000
    assert one.figures().equals(other.figures())
    for part in ("headline", "what_changed_and_why", "level", "months", "resumption", "lights", "stopped", "capped"):
        assert one.document()[part] == other.document()[part]


def test_an_as_of_before_the_shutdown_knows_nothing_of_it(looked_back: Path, planted):
    document = newest_saved(Store(looked_back / "store"), "runs").document()
    assert date.fromisoformat(document["headline"]["data_until"]) < planted["shutdown"].first
    named = {one["subject"] for one in [*document["lights"]["warned"], *document["stopped"]["listed"]]}
    assert planted["shutdown"].enterprise not in named
    assert document["method"]["timing"]["code"] == "pseudo-real-time"


def test_history_tells_what_every_run_said_of_a_computed_figure(looked_back: Path, mbi, planted):
    wrong = planted["wrong_multiplier"]
    first, second = mbi("-b", looked_back, "history", f"activity_level/999999/{wrong.first}", "--json").json
    assert first["value"] > second["value"]  # ten times too much counted, until it was corrected
    assert [version["origin"] for version in (first, second)] == ["run 000003", "run 000001"]


def test_nothing_is_known_before_the_first_day(town: Path, mbi, truth):
    told = mbi("-b", town, "run", "--as-of", truth["first"], "--json")
    assert told.code == 3
    assert json.loads(told.err)["problem"]["code"] == "run.no-data"

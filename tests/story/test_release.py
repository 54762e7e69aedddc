"""A release comes out again bit for bit, whatever was ingested or declared since; a figure or a store that was touched does not pass."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from openmbi.core.problems import ExitCode
from openmbi.store.manifest import newest
from openmbi.store.store import Store


@pytest.fixture
def own(released: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released, tmp_path / "released"))


def test_it_pins_the_newest_manifest(released: Path, mbi):
    (made,) = mbi("-b", released, "release", "list", "--json").json
    assert (made["release"], made["pins"]["manifest"]) == ("000001", newest(Store(released / "store")))


def test_it_comes_out_again_bit_for_bit(own: Path, mbi):
    told = mbi("-b", own, "release", "verify", "1", "--json")
    assert told.code == ExitCode.OK
    assert told.json == {
        "release": "000001",
        "reproduced": True,
        "bit_for_bit": True,
        "figures": told.json["figures"],
        "largest_difference": 0.0,
        "missing": 0,
        "differs": [],
    }
    assert told.json["figures"] > 4000


def test_a_figure_that_was_touched_is_found(own: Path, mbi):
    path = own / "store" / "releases" / "000001" / "figures.parquet"
    figures = pq.read_table(path)
    values = figures["value"].to_pylist()
    values[7] += 1e-9
    pq.write_table(figures.set_column(3, "value", pa.array(values)), path)
    told = mbi("-b", own, "release", "verify", "--json")
    assert told.code == ExitCode.NOT_REPRODUCED
    assert not told.json["reproduced"]
    assert 0 < told.json["largest_difference"] < 1e-9


def test_a_store_that_was_touched_is_found(own: Path, mbi, planted):
    path = next((own / "store" / "base" / "town_power" / "use_kwh" / "2025-06").glob("*.parquet"))
    rows = pq.read_table(path)
    touched = pc.and_(
        pc.equal(rows["subject"].cast(pa.string()), planted["slow_decline"].enterprise),
        pc.equal(rows["valid_at"].cast(pa.string()), "2025-06-17"),
    )
    assert pc.sum(touched).as_py() == 1
    value = pc.if_else(touched, pa.scalar(1, rows.schema.field("value").type), rows["value"])
    pq.write_table(rows.set_column(rows.schema.get_field_index("value"), "value", value), path)
    assert mbi("-b", own, "release", "verify").code == ExitCode.NOT_REPRODUCED


def test_it_stands_after_new_data_and_another_catalog(own: Path, mbi, planted):
    late = own / "incoming" / "late" / "more.csv"
    day = planted["slow_decline"].first
    late.write_text(
        f"统一社会信用代码,日期,用电量\n{planted['slow_decline'].enterprise},{day},99999\n", encoding="utf-8"
    )
    assert mbi("-b", own, "ingest", late, "--json").json[0]["counts"]["revised"] == 1
    level = own / "catalog" / "indexes" / "activity_level.yml"
    level.write_text(level.read_text(encoding="utf-8").replace("idle_days_filled: 3", "idle_days_filled: 1"), "utf-8")
    told = mbi("-b", own, "release", "verify", "--json")
    assert told.code == ExitCode.OK
    assert told.json["bit_for_bit"]
    create = ("-b", own, "release", "create", "--as-of", "2026-01-10", "--json")
    assert mbi(*create).json["release"] == mbi(*create).json["release"] == "000002"
    listed = mbi("-b", own, "release", "list", "--json").json
    assert [one["release"] for one in listed] == ["000001", "000002"]
    assert listed[0]["pins"]["manifest"] == listed[1]["pins"]["manifest"] - 1
    assert listed[0]["pins"]["catalog_sha256"] != listed[1]["pins"]["catalog_sha256"]


@pytest.mark.parametrize("number", ["9", "x", "0"])
def test_a_release_that_is_not_there(released: Path, mbi, number: str):
    told = mbi("-b", released, "release", "verify", number)
    assert told.code == ExitCode.PROBLEM
    assert "release.none" in told.err

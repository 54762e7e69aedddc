"""The real file of Yangzhong: 1,454 enterprises, 639 days, a total that is an exact checksum, 1 for zero or no reading."""

import os
from pathlib import Path

import pyarrow.compute as pc
import pytest

from openmbi.sources.inspection import inspect
from openmbi.sources.read import read_checked

FOLDER = Path(os.environ.get("MBI_DATA_DIR", "")) / "yangzhong_power"


@pytest.mark.real_data
@pytest.mark.skipif(not FOLDER.is_dir(), reason="MBI_DATA_DIR names no folder with yangzhong_power")
def test_every_observation_is_accepted_and_adds_up_to_the_total(desk) -> None:
    path = FOLDER / "yangzhong_daily_wide.csv"
    desk.changes.update(columns={"checksum": ("total",)}, sentinels=[{"value": 1, "means": "zero_or_missing"}])
    contract = desk.contract("meters_wide")
    inspection = inspect(path, contract)
    blocks = list(read_checked(inspection, contract, **desk.setting()))
    assert (inspection.lines, len(inspection.layout.cells)) == (640, 1454)
    assert sum(block.accepted.num_rows for block in blocks) == 639 * 1454 == 929_106
    assert sum(block.quarantined.num_rows for block in blocks) == 0
    assert sum(pc.sum(block.accepted["value"]).as_py() for block in blocks) == sum_of_totals(path)
    sentinels = sum(pc.sum(pc.equal(block.accepted["status"], "zero_or_missing")).as_py() for block in blocks)
    assert sentinels == cells_that_are_one(path)


def table(path: Path) -> list[list[str]]:
    return [line.split(",") for line in path.read_text(encoding="ascii").splitlines()[1:]]


def sum_of_totals(path: Path) -> int:
    return sum(int(row[-1]) for row in table(path))


def cells_that_are_one(path: Path) -> int:
    return sum(row[1:-1].count("1") for row in table(path))

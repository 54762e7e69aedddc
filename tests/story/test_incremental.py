"""Day by day or all at once: the figures are the same, bit for bit."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from openmbi.store.manifest import entries
from openmbi.store.runs import newest_saved
from openmbi.store.store import Store

HERE = ZoneInfo("Asia/Shanghai")
LAST_DAYS = "daily/electricity_2026Q1.csv"
HELD_BACK = ("late", "daily/*correction*")


def deliver(raw_town: Path, bureau: Path, patterns: Iterable[str]) -> None:
    for pattern in patterns:
        for path in (raw_town / "incoming").glob(pattern):
            target = bureau / "incoming" / path.relative_to(raw_town / "incoming")
            copy = shutil.copytree if path.is_dir() else shutil.copyfile
            copy(path, target)


def test_days_added_one_by_one_give_the_figures_of_a_store_rebuilt_at_once(
    raw_town: Path, tmp_path: Path, mbi, monkeypatch: pytest.MonkeyPatch
):
    def daily(bureau: Path, day: int) -> None:
        moment = datetime(2026, 1, day, 5, tzinfo=HERE)
        monkeypatch.setattr("openmbi.doors.cli.daily.now", lambda: moment)
        told = mbi("-b", bureau, "run", "--daily", "--catch-up", 0, "--no-alarm-exit")
        assert told.code == 0, told.err

    grown = Path(shutil.copytree(raw_town, tmp_path / "grown"))
    for pattern in HELD_BACK:
        for path in (grown / "incoming").glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    lines = (raw_town / "incoming" / LAST_DAYS).read_bytes().splitlines(keepends=True)
    for day, known in ((16, 2), (17, 4), (18, len(lines))):  # the file of the quarter grows
        (grown / "incoming" / LAST_DAYS).write_bytes(b"".join(lines[:known]))
        daily(grown, day)
    deliver(raw_town, grown, HELD_BACK)
    daily(grown, 20)
    rebuilt = Path(shutil.copytree(raw_town, tmp_path / "rebuilt"))
    daily(rebuilt, 20)

    (one, other) = (Store(bureau / "store") for bureau in (grown, rebuilt))
    assert len(entries(one)) > len(entries(other))
    assert sum(entry.counts.unchanged for entry in entries(one)) > 0
    figures = [newest_saved(store, "runs").figures() for store in (one, other)]
    assert figures[0].num_rows > 2000
    assert figures[0].equals(figures[1])

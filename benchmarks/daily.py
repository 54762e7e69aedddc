"""A day's work: one more day of a bureau that has all the days before, against the same bureau taken in and computed from nothing.

The figures of both must be the same, bit for bit: it raises where they are not.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.processes import MBI, Cost, cost
from openmbi.store.runs import newest_saved
from openmbi.store.store import Store

ENTERPRISES, DAYS = 400, 800


@dataclass(frozen=True)
class Simulated:
    """A simulated bureau: how it is asked for, and which of its incoming files are wide ones of daily electricity, the last day in the last of them."""

    name: str
    option: tuple[str, ...]
    wide: str


BUREAUS = (
    Simulated("town", ("--town",), "daily/electricity_[0-9]*.csv"),
    Simulated("province", (), "electricity/electricity_*.csv"),
)


def main() -> list[dict[str, object]]:
    with TemporaryDirectory() as folder:
        return [row for bureau in BUREAUS for row in _rows(bureau, Path(folder) / bureau.name)]


def _rows(simulated: Simulated, folder: Path) -> list[dict[str, object]]:
    raw, grown, rebuilt = (folder / name for name in ("raw", "grown", "rebuilt"))
    size = ("--seed", "7", "--enterprises", str(ENTERPRISES), "--days", str(DAYS))
    cost([*MBI, "simulate", str(raw), *simulated.option, *size])
    for copy in (grown, rebuilt):
        shutil.copytree(raw, copy)
    last_day = _hold_back_the_last_day(grown, simulated)
    _daily(grown)
    last_day.rename(_last_wide(grown, simulated).with_name(last_day.name))
    one_day, all_days = _daily(grown), _daily(rebuilt)
    _refuse_difference(grown, rebuilt)
    nothing_new = _daily(grown)
    told = f"{simulated.name}, {ENTERPRISES:,} enterprises, {DAYS} days"
    return [
        {
            "figure": f"run --daily with one more day, {told}, CPU s (wall {one_day.wall:.1f} s); peer: everything from nothing",
            "ours": one_day.cpu,
            "peer": all_days.cpu,
            "ratio": one_day.cpu / all_days.cpu,
        },
        {
            "figure": f"run --daily with nothing new, {told}, CPU s (wall {nothing_new.wall:.1f} s)",
            "ours": nothing_new.cpu,
        },
    ]


def _daily(bureau: Path) -> Cost:
    return cost([*MBI, "--bureau", str(bureau), "run", "--daily", "--no-alarm-exit"])


def _last_wide(bureau: Path, simulated: Simulated) -> Path:
    return max((bureau / "incoming").glob(simulated.wide))


def _hold_back_the_last_day(bureau: Path, simulated: Simulated) -> Path:
    """Take the last line out of the last wide file and return a file, not yet delivered, that holds the heading and that line."""
    file = _last_wide(bureau, simulated)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-1]))
    held_back = bureau / f"{file.stem}_last_day.csv"
    held_back.write_bytes(lines[0] + lines[-1])
    return held_back


def _refuse_difference(grown: Path, rebuilt: Path) -> None:
    one, other = (newest_saved(Store(bureau / "store"), "runs").figures() for bureau in (grown, rebuilt))
    if not one.equals(other):
        raise RuntimeError("the figures of a store that grew by a day are not those of one rebuilt from all files")


if __name__ == "__main__":
    print(*main(), sep="\n")

"""The whole province, from files to pages: `mbi simulate`, `mbi ingest` and `mbi run` as processes of their own, and the cost of an enterprise and day.

`python -m benchmarks province` takes 2,500 and 5,000 enterprises, as the table of `make bench` does; `python -m benchmarks province --large` takes 50,000 as
well, which needs many minutes, some 20 GB of disk and 16 GB of memory.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.processes import MBI, Cost, cost

SIZES, LARGE = (2_500, 5_000), 50_000
DAYS = 1_096
AS_OF = "2026-01-02"
GOAL_CPU, GOAL_MEMORY = 60.0, 1_536.0
GOAL_OF = 5_000


@dataclass(frozen=True)
class Measured:
    """What each step cost at one size."""

    enterprises: int
    simulate: Cost
    ingest: Cost
    run: Cost

    @property
    def cpu(self) -> float:
        """CPU seconds of ingest and run: what a bureau pays. Its files are not simulated."""
        return self.ingest.cpu + self.run.cpu

    @property
    def all_cpu(self) -> float:
        """CPU seconds of everything that `make demo` does."""
        return self.simulate.cpu + self.cpu

    @property
    def micros(self) -> float:
        """CPU microseconds an enterprise and day."""
        return self.cpu / (self.enterprises * DAYS) * 1e6


def main() -> list[dict[str, object]]:
    sizes = (*SIZES, LARGE) if "--large" in sys.argv else SIZES
    measured = [_measured(enterprises) for enterprises in sizes]
    return [row for one in measured for row in _rows(one)] + list(_growth(measured))


def _measured(enterprises: int) -> Measured:
    with TemporaryDirectory() as folder:
        bureau = str(Path(folder) / "province")
        size = ("--enterprises", str(enterprises), "--days", str(DAYS))
        simulate = cost([*MBI, "simulate", bureau, "--seed", "7", *size])
        ingest = cost([*MBI, "--bureau", bureau, "ingest"])
        return Measured(enterprises, simulate, ingest, cost([*MBI, "--bureau", bureau, "run", "--as-of", AS_OF]))


def _rows(one: Measured) -> Iterator[dict[str, object]]:
    told = f"province, {one.enterprises:,} enterprises, {DAYS:,} days, 8 domains"
    for name in ("simulate", "ingest", "run"):
        step: Cost = getattr(one, name)
        yield {
            "figure": f"{name}, {told}, CPU s (peak {step.memory:,.0f} MB, wall {step.wall:.0f} s)",
            "ours": step.cpu,
        }
    total: dict[str, object] = {"figure": f"make demo, {told}, CPU s", "ours": one.all_cpu}
    memory: dict[str, object] = {
        "figure": f"make demo, {told}, peak MB",
        "ours": max(one.simulate.memory, one.ingest.memory, one.run.memory),
    }
    if one.enterprises == GOAL_OF:
        total |= {"goal": GOAL_CPU, "ratio": one.all_cpu / GOAL_CPU}
        memory |= {"goal": GOAL_MEMORY, "ratio": float(str(memory["ours"])) / GOAL_MEMORY}
    yield total
    yield memory


def _growth(measured: list[Measured]) -> Iterator[dict[str, object]]:
    """Compare the cost of an enterprise and day with that of the size before: it must not grow."""
    for fewer, more in pairwise(measured):
        yield {
            "figure": f"ingest + run, CPU µs an enterprise-day at {more.enterprises:,}; peer: at {fewer.enterprises:,}",
            "ours": more.micros,
            "peer": fewer.micros,
            "ratio": more.micros / fewer.micros,
            "goal": "≤ 1",
        }


if __name__ == "__main__":
    print(*main(), sep="\n")

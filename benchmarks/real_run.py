"""The real run, from the raw wide CSV to the pages: CPU and wall seconds and peak memory of the whole process, against goals of 10 CPU s and 600 MB."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.processes import MBI, median_cost

EXAMPLE = Path(__file__).parents[1] / "examples" / "yangzhong"
GOAL_CPU, GOAL_MB = 10.0, 600.0
ROUNDS = 3


def main() -> list[dict[str, object]]:
    if not os.environ.get("MBI_DATA_DIR"):
        return [{"figure": "real run: skipped, MBI_DATA_DIR is not set"}]
    with TemporaryDirectory() as folder:
        bureau = Path(folder) / "yangzhong"

        def afresh() -> None:
            shutil.rmtree(bureau, ignore_errors=True)
            shutil.copytree(EXAMPLE, bureau, ignore=shutil.ignore_patterns("store", "output"))

        made = median_cost([*MBI, "--bureau", str(bureau), "run", "--ingest"], ROUNDS, afresh)
    return [
        {"figure": f"real run, raw file to pages, CPU s (wall {made.wall:.1f} s)", "ours": made.cpu, "goal": GOAL_CPU},
        {"figure": "real run, peak memory, MB", "ours": made.memory, "goal": GOAL_MB},
    ]


if __name__ == "__main__":
    print(*main(), sep="\n")

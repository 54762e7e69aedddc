"""100,000 simulated daily series of five years, adjusted in panels of 25,000: plain, and robust with 5 % gaps; a series beside statsmodels' MSTL(7, 365).

Simulating and reading the panels is not counted, peak memory is that of the whole process. The ratio compares CPU seconds a series; MSTL's are of 50.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.processes import cost, python

QUICK = "--quick" in sys.argv
CHUNKS, CHUNK = (1, 10_000) if QUICK else (4, 25_000)
SERIES = 100_000  # what the goals are for
FIRST, LAST = "2021-01-01", "2025-12-31"
SAMPLE = 5 if QUICK else 50
GOAL_MB = 4096.0

SIMULATE = """
import numpy as np
from benchmarks.adjustment_truth import Wanted, simulate
truth = simulate(Wanted({first!r}, {last!r}, {series}, {seed}, gaps={gaps}))
np.savez({file!r}, days=truth.days, industry=truth.industry, use=np.where(truth.known, truth.use, np.nan))
"""

ADJUST = """
import json, resource, sys, time
from pathlib import Path
import numpy as np
from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.catalog.calendar import load_calendar
from openmbi.core.tables import CellPanel, Reading

calendar, parameters = load_calendar(None), AdjustmentParameters({parameters})
wall = cpu = 0.0
for file in sorted(Path({folder!r}).glob("*.npz")):
    held = np.load(file)
    use = held["use"]
    reading = np.where(np.isnan(use), Reading.ABSENT, Reading.NORMAL).astype(np.uint8)
    panel = CellPanel("use", "kWh", np.char.mod("s%06d", np.arange(len(use))), held["days"], use, reading)
    industry = held["industry"]
    begun = time.perf_counter(), time.process_time()
    found = adjust(panel, calendar, strata=industry, parameters=parameters)
    wall, cpu = wall + time.perf_counter() - begun[0], cpu + time.process_time() - begun[1]
    if not np.isfinite(found.effect).all():
        raise RuntimeError("an effect is missing")
    del found
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"wall": wall, "cpu": cpu, "memory": peak}}))
"""

MSTL = """
import json, time
import numpy as np
from statsmodels.tsa.seasonal import MSTL
from benchmarks.adjustment_truth import Wanted, simulate
logs = np.log(simulate(Wanted({first!r}, {last!r}, {series}, 1)).use)
begun = time.process_time()
for series in logs:
    MSTL(series, periods=(7, 365)).fit()
print(json.dumps({{"cpu": time.process_time() - begun}}))
"""


@dataclass(frozen=True)
class Way:
    """A way of adjusting: its parameters, the share of gaps, and the goals: wall seconds of 100,000 series, and MSTL's cost ÷ ours."""

    name: str
    parameters: str
    gaps: float
    seconds: float
    ratio: float


WAYS = (
    Way("plain", "robust=False, detail=False, learnt_from=250", 0.0, 10.0, 5000.0),
    Way("robust, 5 % gaps", "detail=False", 0.05, 60.0, 1000.0),
)


def main() -> list[dict[str, object]]:
    peer = _said(MSTL.format(first=FIRST, last=LAST, series=SAMPLE))["cpu"] / SAMPLE
    return [row for way in WAYS for row in _rows(way, peer)]


def _rows(way: Way, peer: float) -> list[dict[str, object]]:
    with TemporaryDirectory() as folder:
        for seed in range(CHUNKS):
            file = str(Path(folder, f"{seed}.npz"))
            cost(python(SIMULATE.format(first=FIRST, last=LAST, series=CHUNK, seed=seed, gaps=way.gaps, file=file)))
        ours = _said(ADJUST.format(folder=folder, parameters=way.parameters))
    told, a_series = f"adjust {CHUNKS * CHUNK:,} daily series × 5 years, {way.name}", ours["cpu"] / (CHUNKS * CHUNK)
    return [
        {
            "figure": f"{told}, wall s (CPU {ours['cpu']:.1f} s)",
            "ours": ours["wall"],
            "goal": way.seconds * CHUNKS * CHUNK / SERIES,
        },
        {"figure": f"{told}, peak memory, MB", "ours": ours["memory"], "goal": GOAL_MB},
        {
            "figure": f"{told}: CPU ms a series; peer MSTL(7, 365); goal is peer ÷ ours (here {peer / a_series:,.0f})",
            "ours": 1000 * a_series,
            "peer": 1000 * peer,
            "ratio": a_series / peer,
            "goal": f"{way.ratio:,.0f} ×",
        },
    ]


def _said(code: str) -> dict[str, float]:
    """Run a piece of Python in a process of its own and return the numbers that it prints."""
    return json.loads(subprocess.run(python(code), capture_output=True, check=True, text=True).stdout)


if __name__ == "__main__":
    print(*main(), sep="\n")

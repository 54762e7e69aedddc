"""Ingest of ten million observations, long and wide, with every check, revision and manifest, against DuckDB copying the same CSV to Parquet with none.

Both are whole processes, imports included. The peer reads the wide file into wide Parquet: it does not even turn it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.processes import MBI, cost, median_cost, python
from openmbi.core.language import Text
from openmbi.flow.scaffold import Blueprint, write_bureau

SUBJECTS, DAYS = 10_000, 1_000
ROUNDS = 3
GOAL = 2.5
FIRST = "2023-01-01"

LONG = f"""copy (
    select 'E' || lpad((i % {SUBJECTS})::varchar, 6, '0') as subject, date '{FIRST}' + (i // {SUBJECTS})::int as valid_at,
        round(10 + 1000 * (hash(i) % 1000) / 1000.0, 2) as use_kwh
    from range({SUBJECTS * DAYS}) rows(i) order by i
) to '{{file}}' (header)"""


def main() -> list[dict[str, object]]:
    with TemporaryDirectory() as folder:
        return [_row(Path(folder), form) for form in ("long", "wide")]


def _row(folder: Path, form: str) -> dict[str, object]:
    bureau = folder / form
    write_bureau(bureau, Blueprint(Text("基准", "benchmark"), Text("区", "zone"), "000000", "power", 2023))
    file = bureau / "incoming" / ("daily" if form == "wide" else "late") / f"{form}.csv"
    file.parent.mkdir(parents=True)
    _write_wide(file) if form == "wide" else _write_long(file)
    ours = median_cost(
        [*MBI, "--bureau", str(bureau), "ingest"], ROUNDS, lambda: shutil.rmtree(bureau / "store", ignore_errors=True)
    )
    copy = f"import duckdb; duckdb.execute(\"copy (select * from read_csv('{file}')) to '{folder / 'bare.parquet'}'\")"
    peer = median_cost(python(copy), ROUNDS)
    rows = SUBJECTS * DAYS
    return {
        "figure": f"ingest {form}, {rows:,} observations, CPU s ({rows / ours.cpu:,.0f} a second; peak {ours.memory:,.0f} MB)",
        "ours": ours.cpu,
        "peer": peer.cpu,
        "ratio": ours.cpu / peer.cpu,
        "goal": GOAL,
    }


def _write_long(file: Path) -> None:
    """Write it in a process of its own: a process starts with the peak memory of the one that made it, and this one must stay small."""
    cost(python(f"import duckdb; duckdb.execute({LONG.format(file=file)!r})"))


def _write_wide(file: Path) -> None:
    generator = np.random.default_rng(0)
    days = np.datetime64(FIRST) + np.arange(DAYS)
    with file.open("w", encoding="utf-8") as handle:
        handle.write("日期," + ",".join(f"E{number:06d}" for number in range(SUBJECTS)) + "\n")
        for day in days:
            cents = generator.integers(1000, 101_000, SUBJECTS)
            handle.write(f"{day}," + ",".join(f"{cent // 100}.{cent % 100:02d}" for cent in cents.tolist()) + "\n")


if __name__ == "__main__":
    print(*main(), sep="\n")

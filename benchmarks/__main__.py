"""`make bench`: every benchmark's figures as one table. `python -m benchmarks NAME …` runs some of them; `province --large` also takes 50,000 enterprises."""

from __future__ import annotations

import sys
from importlib import import_module

from rich.console import Console
from rich.table import Table

BENCHMARKS = (
    "real_run",
    "ingest",
    "same_sample_growth",
    "linking",
    "daily",
    "province",
    "adjustment_speed",
    "adjustment_accuracy",
    "adjustment_real",
    "outliers",
    "us_manufacturing",
    "taiwan_scores",
    "dynamic_factor",
    "cases",
    "detection",
    "root_cause",
    "api",
    "api_fuzz",
    "bulletin",
    "disclosure",
    "web",
)


def main(names: list[str]) -> None:
    table = Table("figure", box=None, header_style="bold")
    for header in ("ours", "peer", "ratio", "goal"):
        table.add_column(header, justify="right")
    console = Console(width=140)
    for name in names or BENCHMARKS:
        console.print(f"[dim]{name} …[/dim]")
        for row in import_module(f"benchmarks.{name}").main():
            table.add_row(str(row["figure"]), *(_number(row.get(key)) for key in ("ours", "peer", "ratio", "goal")))
    console.print(table)


def _number(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else "" if value is None else str(value)


main([name for name in sys.argv[1:] if not name.startswith("--")])

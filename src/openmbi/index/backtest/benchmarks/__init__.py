"""The plain forecasts that every method must beat; each file has its `BENCHMARKS`, found here by discovery."""

from __future__ import annotations

from openmbi.core.registry import Declared, declared_files, load, package_folder
from openmbi.index.backtest.protocol import Forecaster


def benchmarks() -> tuple[Forecaster, ...]:
    """Return every benchmark, by file name."""
    return tuple(one for file in benchmark_files() for one in load(__name__, file.name).BENCHMARKS)


def benchmark_files() -> tuple[Declared, ...]:
    """Return the files that hold them, by name."""
    return tuple(declared_files(package_folder(__name__), "[!_]*.py"))

"""The plain forecasts that every method must beat; each file has its `BENCHMARKS`, found here by discovery."""

from __future__ import annotations

from openmbi.core.registry import declared_files, load, package_folder
from openmbi.index.backtest.protocol import Forecaster


def benchmarks() -> tuple[Forecaster, ...]:
    """Return every benchmark, by file name."""
    files = declared_files(package_folder(__name__), "[!_]*.py")
    return tuple(one for file in files for one in load(__name__, file.name).BENCHMARKS)

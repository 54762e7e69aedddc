"""`mbi list`: every declared thing, found where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openmbi.adjustment.methods import adjustment_methods
from openmbi.catalog.loader import SHIPPED, declarations_by_kind
from openmbi.core.registry import declared_files, package_folder
from openmbi.index.backtest.benchmarks import benchmark_files
from openmbi.index.supervised.methods import supervised_methods
from openmbi.index.treatment.discovery import recipe_methods
from openmbi.sources.contract import load_contracts


@dataclass(frozen=True)
class DeclaredThing:
    """A declared thing; `own`: the bureau's own, not shipped."""

    kind: str
    name: str
    own: bool
    file: Path


def declared_things(bureau: Path | None) -> list[DeclaredThing]:
    """Return sources, reports, methods of adjustment, of recipes, supervised ones and benchmarks, and every kind of declaration, in order of kind and name."""
    contracts = load_contracts(bureau).values()
    things = [DeclaredThing("sources", one.source, not one.shipped, one.file) for one in contracts]
    reports = declared_files(package_folder("openmbi.reports"), "*/report.py")
    things += [DeclaredThing("reports", one.name, False, one.file) for one in reports]
    things += [DeclaredThing("adjustment", one.name, False, one.file) for one in adjustment_methods()]
    things += [DeclaredThing("supervised", one.name, False, one.file) for one in supervised_methods()]
    things += [DeclaredThing("benchmarks", one.name, False, one.file) for one in benchmark_files()]
    things += [DeclaredThing(step.value, one.name, False, one.file) for step, one in recipe_methods()]
    for kind, files in declarations_by_kind(bureau / "catalog" if bureau else None).items():
        things += [DeclaredThing(kind, name, not file.is_relative_to(SHIPPED), file) for name, file in files.items()]
    return sorted(things, key=lambda thing: (thing.kind, thing.name))

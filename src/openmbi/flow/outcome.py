"""What became of one delivered file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openmbi.core.problems import Problem
from openmbi.store.manifest import Entry


@dataclass(frozen=True)
class Outcome:
    """What became of one file, or of one sheet (`book.xlsx#Sheet1`): a batch, a batch taken in before (`already`), or the problem that kept it out."""

    path: Path
    source: str | None
    entry: Entry | None = None
    already: bool = False
    problem: Problem | None = None
    ignored_columns: tuple[str, ...] = ()

"""What was planted in the town, and what was computed of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openmbi.core.tables import IndexSeries, IndexTerms
from openmbi.store.runs import newest_saved
from openmbi.store.store import Store


@dataclass(frozen=True)
class Planted:
    """An event of the truth file that strikes one enterprise."""

    enterprise: str
    first: date
    last: date
    size: float


@pytest.fixture(scope="session")
def truth(town: Path) -> dict[str, Any]:
    return json.loads((town / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def planted(truth: dict[str, Any]) -> dict[str, Planted]:
    """The planted events by kind."""
    return {
        event["kind"]: Planted(
            event["enterprises"][0],
            date.fromisoformat(event["first"]),
            date.fromisoformat(event["last"]),
            event["size"],
        )
        for event in truth["events"]
    }


@pytest.fixture(scope="session")
def store(town: Path) -> Store:
    return Store(town / "store", threads=2)


@pytest.fixture(scope="session")
def document(store: Store) -> dict[str, Any]:
    return newest_saved(store, "runs").document()


@pytest.fixture(scope="session")
def computed(store: Store) -> tuple[IndexTerms, IndexSeries]:
    return newest_saved(store, "runs").terms()

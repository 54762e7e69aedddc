"""Declarations read once: until a file of the bureau's own catalog changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def declared(load: Callable[[Path | None], T], overlay: Path | None) -> T:
    """Return what a function of the catalog loads. The shipped declarations do not change while a server runs; a bureau's own are looked at for changes.

    Raises
    ------
    Problem
        As `load`.
    """
    return _loaded(load, overlay, _stamp(overlay))


def _stamp(overlay: Path | None) -> tuple[tuple[str, int], ...]:
    """Return every file of a folder and when it was last written."""
    files = sorted(overlay.rglob("*.yml")) if overlay else []
    return tuple((str(file), file.stat().st_mtime_ns) for file in files)


@lru_cache(maxsize=32)
def _loaded(load: Callable[[Path | None], Any], overlay: Path | None, _stamped: object) -> Any:
    return load(overlay)

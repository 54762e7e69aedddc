"""Routes of the web door, one file a group of pages: each has `add(app, web)` and is found by it; `documents`, which takes all other addresses, comes last."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fastapi import FastAPI

from openmbi.core.registry import declared_files, load, package_folder
from openmbi.doors.web.web import Web

Add = Callable[[FastAPI, Web], None]
_LAST = "documents"


def found() -> Iterator[tuple[str, Add]]:
    """Yield every file of routes by name, with its `add`."""
    names = [declared.name for declared in declared_files(package_folder(__name__), "*.py")]
    for name in sorted((name for name in names if not name.startswith("_")), key=lambda name: (name == _LAST, name)):
        yield name, load(__name__, name).add


def add_routes(app: FastAPI, web: Web) -> None:
    """Add the routes of every file."""
    for _name, add in found():
        add(app, web)

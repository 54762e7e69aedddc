"""Routes of the web door, one file a group of pages: each has `add(app, web)` and is found by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fastapi import FastAPI

from openmbi.core.registry import declared_files, load, package_folder
from openmbi.doors.web.web import Web

Add = Callable[[FastAPI, Web], None]


def found() -> Iterator[tuple[str, Add]]:
    """Yield every file of routes by name, with its `add`."""
    for declared in declared_files(package_folder(__name__), "*.py"):
        if not declared.name.startswith("_"):
            yield declared.name, load(__name__, declared.name).add


def add_routes(app: FastAPI, web: Web) -> None:
    """Add the routes of every file."""
    for _name, add in found():
        add(app, web)

"""Which scripts were bundled with this installation, and under which names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

from openmbi.core.registry import package_folder

BUILT = package_folder("openmbi.doors.web.assets") / "built"
LIST = "assets.json"
ADDRESS = "/assets"


@dataclass(frozen=True)
class Asset:
    """One bundled script: its file, named after its content, and its sizes, as it is and compressed."""

    name: str
    file: str
    integrity: str
    bytes: int
    gzip_bytes: int

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"{ADDRESS}/{self.file}"


@cache
def assets(folder: Path = BUILT) -> dict[str, Asset]:
    """Return the bundled scripts by name; none in a clone that was never installed: pages then work without."""
    listed = folder / LIST
    if not listed.is_file():
        return {}
    return {name: Asset(name, **each) for name, each in orjson.loads(listed.read_bytes()).items()}


def addresses(names: Iterable[str], folder: Path = BUILT) -> tuple[str, ...]:
    """Return the addresses of scripts, those that are not bundled left out."""
    there = assets(folder)
    return tuple(there[name].address for name in names if name in there)


def content_of(file: str, *, compressed: bool, folder: Path = BUILT) -> bytes | None:
    """Return a bundled file by the name that it is served under; None where there is none of that name."""
    if all(file != asset.file for asset in assets(folder).values()):
        return None
    return (folder / (f"{file}.gz" if compressed else file)).read_bytes()

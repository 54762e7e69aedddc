"""What a run was made from: enough to make it again, and to say why it would come out otherwise."""

from __future__ import annotations

import hashlib
import platform
import re
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

from openmbi import __version__
from openmbi.catalog.loader import catalog_hash
from openmbi.core.registry import package_folder
from openmbi.flow.bureau import Bureau

NUMERIC_LIBRARIES = ("numpy", "scipy", "pyarrow", "duckdb", "ibis-framework")
CALENDAR = ("calendar", "moving_days", "statutory_holidays")
CODE = ("*.py", "*.yml", "*.jinja")


def pins_of(bureau: Bureau, *, as_of: datetime, manifest: int, catalog: Path | None, index: str) -> dict[str, Any]:
    """Return manifest, as of, hashes of catalog, calendar, code, libraries and settings, and the seed. Nothing in a run is random, so the seed is null."""
    return {
        "version": __version__,
        "as_of": as_of.isoformat(),
        "manifest": manifest,
        "catalog_sha256": catalog_hash(catalog),
        "calendar_sha256": catalog_hash(catalog, CALENDAR),
        "code_sha256": code_hash(),
        "lock_sha256": lock_hash(),
        "settings_sha256": _settings_hash(bureau),
        "seed": None,
        "environment": environment(),
        "zone": bureau.settings.zone.code,
        "index": index,
        "simulated": bureau.settings.simulated,
    }


def _settings_hash(bureau: Bureau) -> str:
    """Return the SHA-256 over the settings that a figure may depend on."""
    counted = bureau.settings.model_dump_json(exclude={"engine", "operations"})
    return hashlib.sha256(counted.encode()).hexdigest()


def environment() -> dict[str, str]:
    """Return what the last bits of a figure may depend on besides the code."""
    libraries = {name: version(name) for name in NUMERIC_LIBRARIES}
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "system": platform.system(),
        **libraries,
    }


@cache
def lock_hash() -> str:
    """Return the SHA-256 over name and version of every library that openmbi needs, directly or not."""
    found: dict[str, str] = {}
    waiting = ["openmbi"]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            library = distribution(name)
        except PackageNotFoundError:  # needed on other systems only
            continue
        found[name] = library.version
        waiting += [_name(need) for need in library.requires or [] if "extra ==" not in need]
    return hashlib.sha256("\n".join(f"{name}=={found[name]}" for name in sorted(found)).encode()).hexdigest()


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower()


def code_hash() -> str:
    """Return the SHA-256 over openmbi's own code and declarations."""
    root = package_folder("openmbi")
    digest = hashlib.sha256()
    for file in sorted(file for pattern in CODE for file in root.rglob(pattern)):
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()

"""What a run was made from: enough to make it again, and to say why it would come out otherwise."""

from __future__ import annotations

import hashlib
import platform
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from openmbi import __version__
from openmbi.catalog.loader import catalog_hash
from openmbi.core.registry import package_folder
from openmbi.flow.bureau import Bureau

NUMERIC_LIBRARIES = ("numpy", "scipy", "pyarrow", "duckdb", "ibis-framework")
CODE = ("*.py", "*.yml", "*.jinja")


def pins_of(bureau: Bureau, *, as_of: datetime, manifest: int, catalog: Path | None, index: str) -> dict[str, Any]:
    """Return manifest, as of, hashes of catalog, code and settings, library versions and seed. Nothing in a run is random, so the seed is null."""
    return {
        "version": __version__,
        "as_of": as_of.isoformat(),
        "manifest": manifest,
        "catalog_sha256": catalog_hash(catalog),
        "code_sha256": code_hash(),
        "settings_sha256": hashlib.sha256(bureau.settings.model_dump_json(exclude={"engine"}).encode()).hexdigest(),
        "seed": None,
        "environment": environment(),
        "zone": bureau.settings.zone.code,
        "index": index,
        "simulated": bureau.settings.simulated,
    }


def environment() -> dict[str, str]:
    """Return what the last bits of a figure may depend on besides the code."""
    libraries = {name: version(name) for name in NUMERIC_LIBRARIES}
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "system": platform.system(),
        **libraries,
    }


def code_hash() -> str:
    """Return the SHA-256 over openmbi's own code and declarations."""
    root = package_folder("openmbi")
    digest = hashlib.sha256()
    for file in sorted(file for pattern in CODE for file in root.rglob(pattern)):
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()

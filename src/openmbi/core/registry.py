"""Discovery: a declared thing is a file or folder in its place, and is found there without being registered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import as_file, files
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True)
class Declared:
    """A declared thing: its name and the file that declares it."""

    name: str
    file: Path


def declared_files(folder: Path, pattern: str) -> Iterator[Declared]:
    """Yield the files below `folder` that match a glob, by name; a folder's file is named after the folder."""
    for file in sorted(folder.glob(pattern)):
        yield Declared(file.parent.name if "/" in pattern else file.stem, file)


def package_folder(package: str) -> Path:
    """Return the folder of an installed package."""
    with as_file(files(package)) as folder:
        return Path(folder)


def load(package: str, name: str) -> ModuleType:
    """Import `package.name`."""
    return import_module(f"{package}.{name}")

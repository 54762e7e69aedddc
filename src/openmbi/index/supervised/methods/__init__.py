"""The supervised methods, one file each, found by discovery: a file is named as its method and holds one `METHOD`."""

from __future__ import annotations

from openmbi.core.registry import Declared, declared_files, load, package_folder
from openmbi.index.supervised.base import SupervisedMethod
from openmbi.index.supervised.refusals import no_method

PACKAGE = "openmbi.index.supervised.methods"


def supervised_methods() -> tuple[Declared, ...]:
    """Return all methods with their files, by name."""
    return tuple(one for one in declared_files(package_folder(PACKAGE), "*.py") if not one.name.startswith("_"))


def supervised_names() -> tuple[str, ...]:
    """Return the names of all methods, in their order."""
    return tuple(one.name for one in supervised_methods())


def supervised_method(name: str) -> SupervisedMethod:
    """Return a method. Problem `index.no-method` where there is none of this name."""
    if name not in supervised_names():
        raise no_method(name, supervised_names())
    return load(PACKAGE, name).METHOD

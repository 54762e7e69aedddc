"""The adjustment methods, one file each, found by discovery: a file is named as its method and holds one `METHOD`."""

from __future__ import annotations

from openmbi.adjustment.protocol import Method
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.registry import Declared, declared_files, load, package_folder

PACKAGE = "openmbi.adjustment.methods"


def adjustment_methods() -> tuple[Declared, ...]:
    """Return all methods with their files, by name."""
    return tuple(one for one in declared_files(package_folder(PACKAGE), "*.py") if not one.name.startswith("_"))


def method_names() -> tuple[str, ...]:
    """Return the names of all methods, in their order."""
    return tuple(one.name for one in adjustment_methods())


def method_named(name: str) -> Method:
    """Return a method.

    Raises
    ------
    Problem
        `adjustment.no-method` where there is none of this name.
    """
    if name not in method_names():
        raise Problem(
            "adjustment.no-method",
            Text("没有名为「{name}」的调整方法", "there is no adjustment method “{name}”").fill(name=name),
            Text("改用所列方法之一", "choose one of these"),
            expected=Text("、".join(method_names()), ", ".join(method_names())),
        )
    return load(PACKAGE, name).METHOD

"""What is installed with openmbi: no package under the GPL; and an audit that could not ask does not say that all is well."""

import importlib.util
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
COPYLEFT = re.compile(r"\bA?GPL|GNU (?:AFFERO )?GENERAL PUBLIC", re.IGNORECASE)
"""The GPL and the AGPL; the LGPL, which may be linked to, does not match."""
OFFERED = frozenset({"postgresql", "methods", "reference", "spark"})
"""Extras that a user of the wheel may choose."""


def licences(package: Distribution) -> list[str]:
    """Return what a package says of its licence: the expression of PEP 639, else its classifiers and the first line of `License`."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return [expression]
    classifiers = [one for one in metadata.get_all("Classifier", []) if one.startswith("License ::")]
    return [*classifiers, (metadata.get("License") or "").strip().partition("\n")[0]]


def forbidden(said: list[str]) -> bool:
    """Whether there is a licence under which the package cannot be had without the GPL: one of several that are offered is enough."""
    offered = [part for one in said if one for part in one.split(" OR ")]
    return bool(offered) and all(COPYLEFT.search(part) for part in offered)


def declared() -> list[str]:
    """Return what `pyproject.toml` requires, with the extras that a user of the wheel may choose."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *(one for extra in OFFERED for one in project["optional-dependencies"][extra])]


def installed(required: Iterable[str]) -> Iterator[Distribution]:
    """Yield the packages that are required and all that they require here, each once an extra."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(Requirement(text), frozenset({""})) for text in required]
    while waiting:
        needed, extras = waiting.pop()
        one = canonicalize_name(needed.name), frozenset(needed.extras)
        if one in seen or not _applies(needed, extras):
            continue
        seen.add(one)
        try:
            package = distribution(one[0])
        except PackageNotFoundError:
            continue
        yield package
        waiting += [(Requirement(text), one[1] | {""}) for text in package.requires or ()]


def _applies(needed: Requirement, extras: frozenset[str]) -> bool:
    return needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["GPL-3.0-or-later"], True),
        (["License :: OSI Approved :: GNU General Public License v3 (GPLv3)", ""], True),
        (["AGPL-3.0-only"], True),
        (["LGPL-3.0-or-later"], False),
        (["MIT OR GPL-2.0-only"], False),
        (["BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1"], True),
        (["", ""], False),
    ],
)
def test_the_gpl_is_recognised(said: list[str], expected: bool):
    assert forbidden(said) == expected


def test_no_package_of_a_running_system_is_under_the_gpl():
    packages = {canonicalize_name(package.name): licences(package) for package in installed(declared())}
    assert {"fastapi", "numpy", "argon2-cffi"} <= set(packages)
    assert {name: said for name, said in packages.items() if forbidden(said)} == {}
    assert [name for name, said in packages.items() if not any(said)] == [], "says no licence"


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dependency_audit", ROOT / ".ci/dependency_audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_audit_claims_only_what_it_asked(audit: ModuleType):
    clean = {"name": "a", "version": "1", "vulns": []}
    skipped = {"name": "b", "skip_reason": "not found"}
    ours = {"name": "openmbi", "skip_reason": "editable"}
    holed = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
    assert audit.judged([clean, ours]) == (audit.CLEAN, ["audited 1 packages: no known vulnerability"])
    for nothing in (None, [], [ours], [clean, skipped]):
        code, lines = audit.judged(nothing)
        assert code == audit.NOT_AUDITED
        assert lines[0].startswith("NOT AUDITED")
    assert audit.judged([clean, holed, skipped])[0] == audit.VULNERABLE
    assert audit.judged([holed])[1] == ["c 2: PYSEC-1, mended in 2.1"]


def test_a_service_that_does_not_answer_is_told_and_fails_unless_tolerated(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(audit, "asked", lambda *_: None)
    assert (audit.main([]), audit.main(["--tolerate-unreachable"])) == (audit.NOT_AUDITED, audit.CLEAN)
    assert capsys.readouterr().out.count("NOT AUDITED") == 2

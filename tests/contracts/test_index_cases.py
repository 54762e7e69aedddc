"""Every declared index that has worked cases gives what they expect; every composite has some."""

import pytest

from openmbi.catalog.composites import Composite, IndexCase
from openmbi.catalog.indexes import load_indexes
from openmbi.index.worked_cases import case_figures

COMPOSITES = {name: spec for name, spec in load_indexes(None).items() if isinstance(spec, Composite)}
CASES = [(spec, case) for spec in COMPOSITES.values() for case in spec.cases]


@pytest.mark.parametrize(("spec", "case"), CASES, ids=lambda part: getattr(getattr(part, "name", None), "en", ""))
def test_a_worked_case_comes_out(spec: Composite, case: IndexCase):
    found = case_figures(spec, case)
    assert case.expected.keys() <= found.keys()
    assert {name: found[name] for name in case.expected} == pytest.approx(case.expected, abs=case.tolerance, rel=0)


@pytest.mark.parametrize("name", COMPOSITES)
def test_a_composite_has_worked_cases(name: str):
    assert COMPOSITES[name].cases


def test_all_methods_are_declared():
    methods = {spec.method for spec in COMPOSITES.values()}
    arithmetic = {"expert_weights", "equal_weights", "pca", "entropy", "critic"}
    assert methods == arithmetic | {"geometric", "conference_board", "oecd_cli", "pmi", "diffusion"}

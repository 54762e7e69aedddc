"""Which method estimates the MBI: the target's declaration says; what a reader is told of it; a name that there is not is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from openmbi.catalog.composites import ExpertWeightsSpec
from openmbi.catalog.indexes import load_indexes
from openmbi.catalog.loader import SHIPPED
from openmbi.catalog.targets import load_targets
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.mbi import estimated, said_of
from openmbi.index.bridge import NoMbi, TargetFigures
from openmbi.index.composite_by_group import GroupComposite
from openmbi.index.figure_months import figure_months, year_on_year

MONTHS = (np.datetime64("2019-01") + np.arange(60)).astype("datetime64[D]")


@pytest.fixture(scope="module")
def spec() -> ExpertWeightsSpec:
    found = load_indexes(None)["composite_expert"]
    assert isinstance(found, ExpertWeightsSpec)
    return found


@pytest.fixture(scope="module")
def zone(spec) -> GroupComposite:
    """A composite of the zone from eight domains that walk at random."""
    count = len(spec.domains)
    steps = np.random.default_rng(7).normal(0.003, 0.03, (count, 1, 60))
    sub = 100 * np.exp(np.cumsum(steps, axis=2))
    weight = np.array([domain.weight for domain in spec.domains])
    return GroupComposite(
        index=spec.code,
        level=Level.ZONE,
        groups=np.array(["440000"]),
        domains=np.array([domain.domain for domain in spec.domains]),
        indicators=np.array([one.indicator for domain in spec.domains for one in domain.indicators]),
        months=MONTHS,
        value=np.einsum("d,dgm->gm", weight, sub),
        sub=sub,
        used=np.ones(sub.shape, bool),
        held=np.zeros(sub.shape, bool),
        has=np.ones((count, 1), bool),
        share=weight[:, None],
        factor=weight[:, None],
        missing=(),
    )


@pytest.fixture(scope="module")
def figures(zone) -> TargetFigures:
    """Figures that electricity alone drives: the experts' composite is a poor guide."""
    growth = year_on_year(zone.sub[:1, 0], MONTHS, figure_months(MONTHS, combined_january_february=False))[0]
    noise = np.random.default_rng(3).normal(0, 0.5, 60)
    return TargetFigures(MONTHS[12:-1], (4 + 0.8 * growth + noise)[12:-1])


def declared(estimate: str | None):
    target = load_targets(None)["value_added_440000"]
    return target.model_copy(
        update={"combined_january_february": False} | ({} if estimate is None else {"estimate": estimate})
    )


def test_without_a_word_the_bridge_regression_estimates(zone, figures, spec):
    made = estimated(figures, declared(None), zone, spec)
    assert made.regressors.tolist() == ["composite_expert"]
    assert made.latest is not None
    assert said_of(made, -1, declared(None), spec) == ()
    assert list(made.figures()) == ["mbi", "mbi.growth", "mbi.standard_error", "mbi.reference"]


def test_a_supervised_method_estimates_from_the_domains_and_says_what_of(zone, figures, spec):
    target = declared("ridge_to_expert")
    made = estimated(figures, target, zone, spec)
    assert made.regressors.tolist() == [domain.domain for domain in spec.domains]
    assert made.reason[-1] is NoMbi.KNOWN
    assert made.parts is not None
    assert made.parts[-1].sum() == pytest.approx(made.growth[-1], abs=1e-10)
    by_composite = estimated(figures, declared(None), zone, spec)
    kept = made.figures()
    assert list(kept)[4:6] == ["mbi.growth.constant", "mbi.growth.electricity"]
    np.testing.assert_allclose(sum(list(kept.values())[4:]), made.growth, atol=1e-10)
    assert made.error is not None
    assert by_composite.error is not None
    assert made.error.rmse < 0.8 * by_composite.error.rmse
    by, of = said_of(made, -1, target, spec)
    assert "ridge regression drawn to expert weights" in by.en
    assert "向专家权重收缩的岭回归" in by.zh
    assert f"electricity {made.parts[-1, 1]:+.1f}" in of.en
    assert f"电力 {made.parts[-1, 1]:+.1f}" in of.zh


def test_a_method_that_cannot_be_taken_apart_says_why(zone, figures, spec):
    made = replace(estimated(figures, declared("ridge"), zone, spec), parts=None)
    assert said_of(made, -1, declared("boosting"), spec)[1].en.startswith("trees split")


def test_a_name_that_no_method_has_is_refused_before_anything_is_worked_out(tmp_path: Path):
    text = (SHIPPED / "targets" / "value_added_440000.yml").read_text(encoding="utf-8")
    folder = tmp_path / "targets"
    folder.mkdir()
    file = folder / "value_added_440000.yml"
    file.write_text(yaml.safe_dump(yaml.safe_load(text) | {"estimate": "oracle"}), encoding="utf-8")
    with pytest.raises(Problem) as problem:
        declarations_in_force(tmp_path)
    assert problem.value.code == "index.no-method"
    file.write_text(yaml.safe_dump(yaml.safe_load(text) | {"estimate": "ridge"}), encoding="utf-8")
    assert declarations_in_force(tmp_path).targets["440000"].estimate == "ridge"

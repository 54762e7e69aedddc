"""What of a run is audited: its figures back as arrays, the base periods tried, and composites without one domain, by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pytest

from openmbi.catalog.composites import ExpertWeightsSpec
from openmbi.flow.audit_subjects import Bases, bases_of, city_subject, published_without, zone_subject
from openmbi.flow.composite_figures import CompositeFigures, composite_figures
from openmbi.index.treatment.recipe import prepare, weighted
from openmbi.store.runs import FIGURES

MONTHS = np.arange("2024-01", "2026-01", dtype="datetime64[M]").astype("datetime64[D]")


@pytest.fixture(scope="module")
def spec() -> ExpertWeightsSpec:
    name = {"zh": "名称", "en": "name"}
    domains = [
        {
            "domain": domain,
            "name": name,
            "weight": weight,
            "indicators": [{"indicator": domain, "name": name, "weight": 1}],
        }
        for domain, weight in (("a", 0.5), ("b", 0.3), ("c", 0.2))
    ]
    return ExpertWeightsSpec.model_validate(
        {
            "method": "expert_weights",
            "code": "it",
            "name": name,
            "citation": name,
            "dated": "2024-01-01",
            "frequency": "M",
            "scale": "indexed",
            "base": {"first": "2024-01-01", "last": "2024-12-31"},
            "domains": domains,
        }
    )


@dataclass(frozen=True)
class Kept:
    rows: list[tuple[str, str, str, float | None]]

    def figures(self) -> pa.Table:
        return pa.Table.from_pylist([dict(zip(FIGURES.names, row, strict=True)) for row in self.rows], FIGURES)


def figures(cities: int, seed: int = 0) -> CompositeFigures:
    sub = 100 + np.random.default_rng(seed).normal(size=(3, cities, len(MONTHS)))
    sub *= 100 / sub[:, :, :12].mean(axis=2, keepdims=True)
    value = np.einsum("d,dgm->gm", [0.5, 0.3, 0.2], sub)
    return CompositeFigures(np.array([f"44{city:02}00" for city in range(cities)]), MONTHS, value, sub)


def test_figures_come_back_in_the_order_asked_for_and_gaps_stay_open(spec: ExpertWeightsSpec):
    kept = Kept(
        [
            ("it", "440100", "2024-02", 102.0),
            ("it", "440100", "2024-01", None),
            ("it.b", "440100", "2024-02", 7.0),
            ("it.b", "440200", "2024-01", 8.0),
            ("other", "440100", "2024-01", 1.0),
            ("it", "999999", "2024-03", 1.0),
        ]
    )
    found = composite_figures(kept, spec, ["440200", "440100", "440300"])  # type: ignore[arg-type]  all that is asked of a run
    assert found.groups.tolist() == ["440200", "440100"]
    assert found.months.astype(str).tolist() == ["2024-01-01", "2024-02-01"]
    assert np.isnan(found.value[0]).all()
    assert found.value[1, 1] == 102
    assert found.sub[1].tolist()[0][0] == 8
    assert np.isnan(found.sub[[0, 2]]).all()


def test_the_bases_tried_are_the_declared_one_all_months_and_the_latest_year(spec: ExpertWeightsSpec):
    found = bases_of(figures(1), spec)
    assert [int(one.sum()) for one in found.months] == [12, 24, 12]
    assert [one.en for one in found.labels] == ["2024-01 to 2024-12", "2024-01 to 2025-12", "2025-01 to 2025-12"]


def test_the_nominal_recipe_makes_the_published_composite(spec: ExpertWeightsSpec):
    one = figures(1)
    subject = zone_subject(one, spec, bases_of(one, spec))
    made = weighted(prepare(subject.value, subject.recipe, subject.setting), subject.recipe, subject.setting)
    assert made.score == pytest.approx(one.value[0], abs=1e-10)


def test_cities_lie_one_after_the_other_and_their_latest_months_are_looked_at(spec: ExpertWeightsSpec):
    three = figures(3)
    subject = city_subject(three, spec, bases_of(three, spec).for_cities(3))
    assert subject.value.shape == (3, 72)
    assert subject.value[1, subject.columns].tolist() == three.sub[1, :, -1].tolist()
    assert subject.setting.base.sum() == 36
    assert subject.setting.groups is not None
    assert subject.setting.groups[[0, 11, 12, 23, 24]].tolist() == [0, 11, 0, 11, 0]


def test_a_composite_without_a_domain_scales_the_weights_that_a_city_has(spec: ExpertWeightsSpec):
    sub = np.array([[[110.0], [90.0]], [[100.0], [100.0]], [[80.0], [np.nan]]])
    two = CompositeFigures(np.array(["p", "q"]), MONTHS[:1], np.zeros((2, 1)), sub)
    found = published_without(two, spec)
    assert found[:, 0] == pytest.approx([(30 + 16) / 0.5, (55 + 16) / 0.7, (55 + 30) / 0.8])
    assert found[:, 1] == pytest.approx([100, 90, (45 + 30) / 0.8])


def test_bases_of_cities_are_repeated_city_by_city():
    found = Bases((np.array([True, False]),), ()).for_cities(2)
    assert found.months[0].tolist() == [True, False, True, False]

"""Sub-indices by domain, the composite over them, and what each indicator adds."""

from datetime import date

import numpy as np
import pytest

from openmbi.catalog.composites import BaseSpan, EqualWeightsSpec, ExpertWeightsSpec
from openmbi.core.periods import Frequency, parse_period
from openmbi.core.problems import Problem
from openmbi.drilldown.contributions import Span, contributions, exact_points
from openmbi.index.composite.equal_weights import equal_weights
from openmbi.index.composite.expert_weights import expert_weights
from openmbi.index.indicator_panel import IndicatorPanel

SAID = {"zh": "算例", "en": "example"}
BASE = {"first": date(2024, 1, 1), "last": date(2024, 3, 31)}
DECLARED = {
    "code": "composite",
    "name": SAID,
    "citation": SAID,
    "dated": date(2024, 1, 1),
    "frequency": "M",
    "scale": "indexed",
    "base": BASE,
}
EXPERT = ExpertWeightsSpec.model_validate(
    DECLARED
    | {
        "method": "expert_weights",
        "domains": [
            {
                "domain": "energy",
                "name": SAID,
                "weight": 0.6,
                "indicators": [
                    {"indicator": "use", "name": SAID, "weight": 0.75},
                    {"indicator": "solar", "name": SAID, "weight": 0.25},
                ],
            },
            {
                "domain": "labour",
                "name": SAID,
                "weight": 0.4,
                "indicators": [{"indicator": "claims", "name": SAID, "weight": 1, "inverted": True}],
            },
        ],
    }
)
EQUAL = EqualWeightsSpec.model_validate(
    DECLARED
    | {
        "method": "equal_weights",
        "domains": [
            {
                "domain": "energy",
                "name": SAID,
                "indicators": [{"indicator": i, "name": SAID} for i in ("use", "solar")],
            },
            {"domain": "labour", "name": SAID, "indicators": [{"indicator": "claims", "name": SAID, "inverted": True}]},
        ],
    }
)
VALUE = np.array(
    [
        [90.0, 100.0, 110.0, 120.0, 130.0],
        [2.0, 4.0, 6.0, 8.0, 4.0],
        [50.0, 50.0, 50.0, 40.0, 60.0],
    ]
)


def panel(value: np.ndarray = VALUE) -> IndicatorPanel:
    months = np.arange("2024-01", "2024-06", dtype="datetime64[M]").astype("datetime64[D]")
    return IndicatorPanel(
        np.array(["use", "solar", "claims"]), Frequency.MONTHLY, months, value, np.zeros(value.shape, bool)
    )


def test_sub_indices_and_composite_are_weighted_means_of_indexed_indicators():
    found = expert_weights(panel(), EXPERT)
    energy, labour = found.sub_indices["energy"].series.close, found.sub_indices["labour"].series.close
    np.testing.assert_allclose(energy, [80, 100, 120, 140, 122.5])
    np.testing.assert_allclose(labour, [100, 100, 100, 120, 80])
    np.testing.assert_allclose(found.by_domain.series.close, 0.6 * energy + 0.4 * labour)
    assert found.sub_indices["energy"].series.index == "composite.energy"


def test_an_equal_composite_counts_domains_alike_and_indicators_within_them():
    found = equal_weights(panel(), EQUAL)
    np.testing.assert_allclose(found.by_indicator.terms.weight, [0.25, 0.25, 0.5])
    np.testing.assert_allclose(found.by_domain.series.close[3], (0.5 * (120 + 200) + 120) / 2)


def test_points_of_indicators_sum_to_their_domain_and_domains_to_the_change():
    found, span = expert_weights(panel(), EXPERT), Span(1, 4)
    of_domains = exact_points(found.by_domain.terms, span)
    of_indicators = exact_points(found.by_indicator.terms, span)
    change = found.by_domain.series.close[4] - found.by_domain.series.close[1]
    np.testing.assert_allclose(of_indicators[:2].sum(), of_domains[0], atol=1e-12)
    np.testing.assert_allclose(of_indicators[2:].sum(), of_domains[1], atol=1e-12)
    np.testing.assert_allclose(of_domains.sum(), change, atol=1e-12)


def test_drill_down_decomposes_a_composite_to_the_last_published_digit():
    found = expert_weights(panel(), EXPERT)
    for index in (found.by_domain, found.by_indicator, *found.sub_indices.values()):
        lines = contributions(index.terms, index.series, parse_period("2024-05"))
        assert sum(line.points for line in lines.lines) == lines.change
    by_indicator = contributions(found.by_indicator.terms, found.by_indicator.series, parse_period("2024-05"))
    assert {line.subject: float(line.points) for line in by_indicator.lines[:3]} == {
        "claims": -16,
        "solar": -15,
        "use": 4.5,
    }


def test_a_missing_indicator_leaves_its_domain_and_the_composite_without_a_value():
    value = VALUE.copy()
    value[1, 3] = np.nan
    found = expert_weights(panel(value), EXPERT)
    np.testing.assert_array_equal(np.isnan(found.by_domain.series.close), [False, False, False, True, False])
    assert np.isnan(found.sub_indices["energy"].series.close[3])
    assert found.sub_indices["labour"].series.close[3] == 120
    np.testing.assert_allclose(found.by_indicator.series.coverage[3], 1 - 0.6 * 0.25)


def test_standardised_indicators_have_mean_100_and_deviation_10_over_the_base():
    spec = EQUAL.model_copy(update={"scale": "standardised"})
    value = VALUE.copy()
    value[2, :3] = [-1, 0, 1]
    relative = equal_weights(panel(value), spec).by_indicator.terms.relative[:, :3]
    np.testing.assert_allclose(relative.mean(axis=1), 100)
    np.testing.assert_allclose(relative.std(axis=1), 10)
    assert relative[2, 0] > relative[2, 2]


def test_held_values_are_marked_in_the_terms():
    held = np.zeros(VALUE.shape, bool)
    held[1, 4] = True
    one = panel()
    found = expert_weights(IndicatorPanel(one.indicators, one.frequency, one.periods, one.value, held), EXPERT)
    np.testing.assert_array_equal(found.by_indicator.terms.filled, held)
    np.testing.assert_array_equal(found.by_domain.terms.filled, [held[1], held[2]])


@pytest.mark.parametrize(
    ("row", "base_values", "scale", "code"),
    [
        (0, [1.0, np.nan, 1.0], "indexed", "index.base-incomplete"),
        (0, [-1.0, 0.0, 1.0], "indexed", "index.no-scale"),
        (1, [0.1, 0.1, 0.1], "standardised", "index.no-scale"),
    ],
)
def test_an_indicator_without_a_base_is_refused_by_name(row, base_values, scale, code):
    value = VALUE.copy()
    value[2, :3] = [49, 50, 51]
    value[row, :3] = base_values
    with pytest.raises(Problem, match=["use", "solar"][row]) as caught:
        expert_weights(panel(value), EXPERT.model_copy(update={"scale": scale}))
    assert caught.value.code == code


def test_a_base_before_the_data_or_a_lacking_indicator_is_refused():
    early = EXPERT.model_copy(update={"base": BaseSpan(first=date(2023, 12, 1), last=date(2024, 3, 31))})
    with pytest.raises(Problem, match="3/4") as caught:
        expert_weights(panel(), early)
    assert caught.value.code == "index.base-incomplete"
    with pytest.raises(Problem, match="solar") as caught:
        expert_weights(panel().of(["use", "claims"]), EXPERT)
    assert caught.value.code == "index.no-indicator"

"""What holds for every composite: contributions sum, units do not matter, equal weights are one choice of weights."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openmbi.catalog.composites import ConferenceBoardSpec, EqualWeightsSpec, ExpertWeightsSpec, check_weights
from openmbi.core.periods import Frequency
from openmbi.drilldown.contributions import Span, exact_points
from openmbi.index.composite.conference_board import conference_board, symmetric_change
from openmbi.index.composite.equal_weights import equal_weights
from openmbi.index.composite.expert_weights import expert_weights
from openmbi.index.indicator_panel import IndicatorPanel

SAID = {"zh": "性质", "en": "property"}
MONTHS = 9
LEVELS = st.floats(0.5, 2.0)
FACTORS = st.floats(1e-3, 1e3)


def declared(method: str, **others) -> dict:
    base = {"first": date(2024, 1, 1), "last": date(2024, 6, 30)}
    return {
        "method": method,
        "code": "any",
        "name": SAID,
        "citation": SAID,
        "dated": date(2024, 1, 1),
        "frequency": "M",
        "base": base,
    } | others


def panel(value: np.ndarray) -> IndicatorPanel:
    months = (np.datetime64("2024-01") + np.arange(value.shape[1])).astype("datetime64[D]")
    names = np.array([f"i{row}" for row in range(len(value))])
    return IndicatorPanel(names, Frequency.MONTHLY, months, value, np.zeros(value.shape, bool))


@st.composite
def structures(draw) -> list[list[str]]:
    """Indicators of each domain."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    ends = np.cumsum(sizes)
    return [[f"i{row}" for row in range(end - size, end)] for size, end in zip(sizes, ends.tolist(), strict=True)]


@st.composite
def shares(draw, count: int) -> list[float]:
    raw = draw(st.lists(st.integers(1, 1000), min_size=count, max_size=count))
    return [part / sum(raw) for part in raw]


@st.composite
def weighted(draw) -> tuple[ExpertWeightsSpec, IndicatorPanel]:
    domains = draw(structures())
    spec = declared(
        "expert_weights",
        scale=draw(st.sampled_from(["indexed", "standardised"])),
        domains=[
            {
                "domain": f"d{place}",
                "name": SAID,
                "weight": weight,
                "indicators": [
                    {"indicator": name, "name": SAID, "weight": share, "inverted": draw(st.booleans())}
                    for name, share in zip(names, draw(shares(len(names))), strict=True)
                ],
            }
            for place, (names, weight) in enumerate(zip(domains, draw(shares(len(domains))), strict=True))
        ],
    )
    value = draw(arrays(float, (sum(map(len, domains)), MONTHS), elements=LEVELS))
    value[:, 0] += 3  # something moves in the base
    return ExpertWeightsSpec.model_validate(spec), panel(value)


@given(weighted(), st.integers(0, MONTHS - 2), st.data())
def test_indicators_sum_to_domains_and_domains_to_the_change(drawn, opening, data):
    spec, given_panel = drawn
    span = Span(opening, data.draw(st.integers(opening + 1, MONTHS - 1)))
    found = expert_weights(given_panel, spec)
    close = found.by_domain.series.close
    of_domains, of_indicators = (exact_points(part.terms, span) for part in (found.by_domain, found.by_indicator))
    np.testing.assert_allclose(of_domains.sum(), close[span.closing] - close[span.opening], atol=1e-9)
    first = 0
    for domain, points in zip(spec.domains, of_domains, strict=True):
        np.testing.assert_allclose(of_indicators[first : first + len(domain.indicators)].sum(), points, atol=1e-9)
        first += len(domain.indicators)
    np.testing.assert_allclose(found.by_indicator.series.close, close, atol=1e-9)


@given(weighted(), st.data())
def test_the_units_of_indicators_do_not_matter(drawn, data):
    spec, given_panel = drawn
    factor = data.draw(arrays(float, (len(given_panel.indicators), 1), elements=FACTORS))
    other = replace(given_panel, value=given_panel.value * factor)
    np.testing.assert_allclose(
        expert_weights(other, spec).by_domain.series.close,
        expert_weights(given_panel, spec).by_domain.series.close,
        atol=1e-7,
    )


@given(weighted())
def test_equal_weights_are_expert_weights_that_are_equal(drawn):
    spec, given_panel = drawn
    names = [
        {"domain": d.domain, "name": SAID, "indicators": [i.model_dump(exclude={"weight"}) for i in d.indicators]}
        for d in spec.domains
    ]
    equal = EqualWeightsSpec.model_validate(declared("equal_weights", scale=spec.scale, domains=names))
    alike = spec.model_dump()
    for domain in alike["domains"]:
        domain["weight"] = 1 / len(alike["domains"])
        for indicator in domain["indicators"]:
            indicator["weight"] = 1 / len(domain["indicators"])
    by_hand = expert_weights(given_panel, ExpertWeightsSpec.model_validate(alike))
    found = equal_weights(given_panel, equal)
    np.testing.assert_array_equal(found.by_domain.series.close, by_hand.by_domain.series.close)
    check_weights(found.by_indicator.terms.weight)


@given(st.floats(0.0, 1e9), st.floats(1e-9, 1e9))
def test_a_symmetric_change_is_antisymmetric_and_stays_within_200(before, now):
    before, now = np.array([before]), np.array([now])
    assert symmetric_change(before, now) == -symmetric_change(now, before)
    assert abs(symmetric_change(before, now)) <= 200 * (1 + 1e-15 * 4)  # the quotient is rounded


@st.composite
def boards(draw) -> tuple[ConferenceBoardSpec, IndicatorPanel]:
    value = draw(arrays(float, (draw(st.integers(1, 4)), MONTHS), elements=LEVELS))
    value[:, 0] += 3
    value[:, 1] = 2.5
    components = [
        {
            "indicator": f"i{row}",
            "name": SAID,
            "change": draw(st.sampled_from(["symmetric", "difference"])),
            "inverted": draw(st.booleans()),
        }
        for row in range(len(value))
    ]
    target = draw(st.none() | st.floats(-2, 2))
    return ConferenceBoardSpec.model_validate(
        declared("conference_board", target_trend=target, components=components)
    ), panel(value)


@given(boards())
def test_points_and_trend_sum_to_the_change_of_the_chained_index(drawn):
    found = conference_board(drawn[1], drawn[0])
    np.testing.assert_allclose(
        found.points[:, 1:].sum(axis=0) + found.trend_points[1:], np.diff(found.series.close), atol=1e-9
    )
    np.testing.assert_allclose(found.series.close[:6].mean(), 100)


@given(boards(), st.data())
def test_the_units_of_components_do_not_matter_to_the_chained_index(drawn, data):
    spec, given_panel = drawn
    factor = data.draw(arrays(float, (len(spec.components), 1), elements=FACTORS))
    symmetric = np.array([[one.change == "symmetric"] for one in spec.components])
    other = conference_board(replace(given_panel, value=given_panel.value * np.where(symmetric, factor, 1.0)), spec)
    np.testing.assert_allclose(other.series.close, conference_board(given_panel, spec).series.close, rtol=1e-8)

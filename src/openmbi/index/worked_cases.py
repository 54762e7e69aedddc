"""Worked checks that stand beside a declared index, computed by the code that makes the index."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from openmbi.catalog.composite_methods import GeometricSpec, OecdCliSpec, OtherComposite
from openmbi.catalog.composites import (
    ConferenceBoardSpec,
    EqualWeightsSpec,
    ExpertWeightsSpec,
    IndexCase,
    PmiSpec,
)
from openmbi.catalog.diffusion import DiffusionSpec
from openmbi.core.language import Text
from openmbi.core.periods import first_days
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, IndexSeries
from openmbi.index.composite.conference_board import chained, conference_board, symmetric_change
from openmbi.index.composite.equal_weights import equal_weights
from openmbi.index.composite.estimated_weights import EstimatedSpec, data_weights, estimated_weights
from openmbi.index.composite.expert_weights import CompositeIndex, expert_weights
from openmbi.index.composite.geometric import GeometricIndex, geometric
from openmbi.index.composite.oecd_cli import oecd_cli
from openmbi.index.composite.pca import first_component
from openmbi.index.diffusion import diffusion_index, pmi
from openmbi.index.enterprise_diffusion import moved
from openmbi.index.hodrick_prescott import smoothness_of
from openmbi.index.indicator_panel import IndicatorPanel

PanelSpec = ExpertWeightsSpec | EqualWeightsSpec | ConferenceBoardSpec | PmiSpec | OtherComposite
CompositeSpec = PanelSpec | DiffusionSpec
Figures = dict[str, float]
Given = dict[str, Floats]


def case_figures(spec: CompositeSpec, case: IndexCase) -> Figures:
    """Return the figures of a case, by name.

    `index` takes each indicator's values from the first period of the base on (from any period for a PMI) and gives the last `value`, and the last
    `sub.DOMAIN` of each domain where there are domains. Of the Conference Board's method, `contribution` takes `before`, `now` and `factor` and gives
    `change` and `contribution`; `level` takes `before` and `growth` and gives `level`. Of a diffusion index of enterprises, `index` takes
    the levels `before` and `now` of each, and gives `value` and the shares `up` and `same`. Where weights are estimated, `weights` takes the values of some
    domains over a base and gives each `weight.NAME`, and what the first component has `explained`. Of the growth cycle, `lambda` takes `months` and gives
    `lambda`.

    Raises
    ------
    Problem
        `index.no-step` where the method has no such step; otherwise as the method.
    """
    given = {name: np.atleast_1d(np.asarray(value, np.float64)) for name, value in case.input.items()}
    if case.step == "index":
        return _index(spec, given)
    if isinstance(spec, ConferenceBoardSpec) and case.step in _STEPS:
        return _STEPS[case.step](given)
    if isinstance(spec, EstimatedSpec) and case.step == "weights":
        return _weights(spec, given)
    if isinstance(spec, OecdCliSpec) and case.step == "lambda":
        return {"lambda": smoothness_of(float(given["months"][0]))}
    raise Problem(
        "index.no-step",
        Text("方法「{method}」没有步骤「{step}」", "the method “{method}” has no step “{step}”").fill(
            method=spec.method, step=case.step
        ),
        Text("请改正算例的 step", "mend the `step` of the case"),
        expected=Text("其中之一：index、{steps}", "one of: index, {steps}").fill(
            steps=", ".join((*_STEPS, "weights", "lambda"))
        ),
    )


def _index(spec: CompositeSpec, given: Given) -> Figures:
    if isinstance(spec, DiffusionSpec):
        up, same = (100 * flag.mean(keepdims=True) for flag in moved(given["before"], given["now"], spec.tolerance))
        return {"value": float(diffusion_index(up, same)[0]), "up": float(up[0]), "same": float(same[0])}
    panel = _panel(spec, given)
    if isinstance(spec, ExpertWeightsSpec | EqualWeightsSpec | EstimatedSpec):
        return _composite(_by_domains(panel, spec))
    if isinstance(spec, GeometricSpec):
        return _geometric(geometric(panel, spec))
    return {"value": float(_without_domains(panel, spec).close[-1])}


def _by_domains(panel: IndicatorPanel, spec: ExpertWeightsSpec | EqualWeightsSpec | EstimatedSpec) -> CompositeIndex:
    match spec:
        case ExpertWeightsSpec():
            return expert_weights(panel, spec)
        case EqualWeightsSpec():
            return equal_weights(panel, spec)
        case _:
            return estimated_weights(panel, spec)


def _without_domains(panel: IndicatorPanel, spec: PmiSpec | ConferenceBoardSpec | OecdCliSpec) -> IndexSeries:
    match spec:
        case PmiSpec():
            return pmi(panel, spec).series
        case ConferenceBoardSpec():
            return conference_board(panel, spec).series
        case OecdCliSpec():
            return oecd_cli(panel, spec).index.series


def _geometric(index: GeometricIndex) -> Figures:
    subs = {f"sub.{domain}": float(sub) for domain, sub in zip(index.domains, index.sub[:, -1], strict=True)}
    return {"value": float(index.series.close[-1]), **subs}


def _weights(spec: EstimatedSpec, given: Given) -> Figures:
    values = np.array(list(given.values()))
    weights = {f"weight.{name}": float(one) for name, one in zip(given, data_weights(values, spec), strict=True)}
    return {"explained": first_component(values).explained, **weights}


def _composite(index: CompositeIndex) -> Figures:
    subs = {f"sub.{domain}": float(sub.series.close[-1]) for domain, sub in index.sub_indices.items()}
    return {"value": float(index.by_domain.series.close[-1]), **subs}


def _panel(spec: PanelSpec, given: Given) -> IndicatorPanel:
    value = np.array(list(given.values()))
    first = np.datetime64(spec.dated if isinstance(spec, PmiSpec | OecdCliSpec) else spec.base.first)
    longest = 366 * value.shape[1]
    periods = np.unique(first_days(first + np.arange(longest), spec.frequency))[: value.shape[1]]
    return IndicatorPanel(np.array(list(given)), spec.frequency, periods, value, np.zeros(value.shape, bool))


def _contribution(given: Given) -> Figures:
    change = symmetric_change(given["before"], given["now"])
    return {"change": float(change[0]), "contribution": float((given["factor"] * change)[0])}


def _level(given: Given) -> Figures:
    return {"level": float(chained(float(given["before"][0]), given["growth"])[-1])}


_STEPS: dict[str, Callable[[Given], Figures]] = {"contribution": _contribution, "level": _level}

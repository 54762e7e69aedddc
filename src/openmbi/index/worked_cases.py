"""Worked checks that stand beside a declared index, computed by the code that makes the index."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

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
from openmbi.core.tables import Floats
from openmbi.index.composite.conference_board import chained, conference_board, symmetric_change
from openmbi.index.composite.equal_weights import equal_weights
from openmbi.index.composite.expert_weights import CompositeIndex, expert_weights
from openmbi.index.diffusion import diffusion_index, pmi
from openmbi.index.enterprise_diffusion import moved
from openmbi.index.indicator_panel import IndicatorPanel

PanelSpec = ExpertWeightsSpec | EqualWeightsSpec | ConferenceBoardSpec | PmiSpec
CompositeSpec = PanelSpec | DiffusionSpec
Figures = dict[str, float]
Given = dict[str, Floats]


def case_figures(spec: CompositeSpec, case: IndexCase) -> Figures:
    """Return the figures of a case, by name.

    `index` takes each indicator's values from the first period of the base on (from any period for a PMI) and gives the last `value`, and the last
    `sub.DOMAIN` of each domain where there are domains. Of the Conference Board's method, `contribution` takes `before`, `now` and `factor` and gives
    `change` and `contribution`; `level` takes `before` and `growth` and gives `level`. Of a diffusion index of enterprises, `index` takes
    the levels `before` and `now` of each, and gives `value` and the shares `up` and `same`.

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
    raise Problem(
        "index.no-step",
        Text("方法「{method}」没有步骤「{step}」", "the method “{method}” has no step “{step}”").fill(
            method=spec.method, step=case.step
        ),
        Text("请改正算例的 step", "mend the `step` of the case"),
        expected=Text("其中之一：index、{steps}", "one of: index, {steps}").fill(steps=", ".join(_STEPS)),
    )


def _index(spec: CompositeSpec, given: Given) -> Figures:
    if isinstance(spec, DiffusionSpec):
        up, same = (100 * flag.mean(keepdims=True) for flag in moved(given["before"], given["now"], spec.tolerance))
        return {"value": float(diffusion_index(up, same)[0]), "up": float(up[0]), "same": float(same[0])}
    panel = _panel(spec, given)
    match spec:
        case PmiSpec():
            return {"value": float(pmi(panel, spec).series.close[-1])}
        case ConferenceBoardSpec():
            return {"value": float(conference_board(panel, spec).series.close[-1])}
        case ExpertWeightsSpec():
            return _composite(expert_weights(panel, spec))
        case EqualWeightsSpec():
            return _composite(equal_weights(panel, spec))


def _composite(index: CompositeIndex) -> Figures:
    subs = {f"sub.{domain}": float(sub.series.close[-1]) for domain, sub in index.sub_indices.items()}
    return {"value": float(index.by_domain.series.close[-1]), **subs}


def _panel(spec: PanelSpec, given: Given) -> IndicatorPanel:
    value = np.array(list(given.values()))
    first = np.datetime64(spec.dated if isinstance(spec, PmiSpec) else spec.base.first)
    longest = 366 * value.shape[1]
    periods = np.unique(first_days(first + np.arange(longest), spec.frequency))[: value.shape[1]]
    return IndicatorPanel(np.array(list(given)), spec.frequency, periods, value, np.zeros(value.shape, bool))


def _contribution(given: Given) -> Figures:
    change = symmetric_change(given["before"], given["now"])
    return {"change": float(change[0]), "contribution": float((given["factor"] * change)[0])}


def _level(given: Given) -> Figures:
    return {"level": float(chained(float(given["before"][0]), given["growth"])[-1])}


_STEPS: dict[str, Callable[[Given], Figures]] = {"contribution": _contribution, "level": _level}

"""The methods that a backtest puts to the test: benchmarks, the bridge on every composite, the domains at hand, every supervised method, the factor model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openmbi.catalog.targets import BRIDGE, Target
from openmbi.core.language import Text
from openmbi.flow.in_force import InForce
from openmbi.index.backtest.available_domains import available_domains
from openmbi.index.backtest.benchmarks import benchmarks
from openmbi.index.backtest.estimator_model import EstimatorModel
from openmbi.index.backtest.factor_model import FactorForecaster
from openmbi.index.backtest.protocol import Forecaster
from openmbi.index.bridge import regression
from openmbi.index.supervised.base import Options
from openmbi.index.supervised.composite import estimator_by
from openmbi.index.supervised.methods import supervised_method, supervised_names

_BRIDGE_ON = Text("桥接回归：{name}", "bridge on the {name}")
_AVAILABLE = Text("桥接回归：已有领域加权", "bridge on the domains at hand")


def methods_of(in_force: InForce, composites: Sequence[tuple[str, Text]]) -> tuple[Forecaster, ...]:
    """Return every method that can be run here; `composites`: code and name of those that the catalog declares for the zone."""
    domains = in_force.composite.domains
    rows = tuple(domain.domain for domain in domains)
    weights = np.array([domain.weight for domain in domains])
    bridges = [
        EstimatorModel(bridge_name(code), _BRIDGE_ON.fill(name=name), (code,), regression, regressors=1)
        for code, name in composites
    ]
    at_hand = EstimatorModel("bridge_available", _AVAILABLE, rows, available_domains(weights), regressors=1)
    options = Options(expert=weights)
    learnt = [
        EstimatorModel(method.name, method.label, rows, estimator_by(method, options))
        for method in map(supervised_method, supervised_names())
        if method.installed
    ]
    return (*benchmarks(), *bridges, at_hand, *learnt, FactorForecaster(rows))


def not_installed() -> tuple[Text, ...]:
    """Return the supervised methods that lack a package here."""
    every = map(supervised_method, supervised_names())
    return tuple(method.label for method in every if not method.installed)


def bridge_name(composite: str) -> str:
    """Return what the bridge on a composite is called in a backtest."""
    return f"bridge_{composite.removeprefix('composite_')}"


def published_name(target: Target, composite: str) -> str:
    """Return which method of a backtest is the one that the catalog declares for the MBI."""
    return bridge_name(composite) if target.estimate == BRIDGE else target.estimate

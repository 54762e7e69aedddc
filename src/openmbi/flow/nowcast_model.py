"""The factor model of a nowcast: its shape, its fit, and parameters as arrays to be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from openmbi.index.dynamic_factor import (
    Aggregation,
    FactorFit,
    FactorModel,
    FactorParameters,
    FitOptions,
    MixedPanel,
)
from openmbi.index.nowcast.estimator import FactorEstimator
from openmbi.index.nowcast.growth_panel import GrowthPanel

ONCE = FitOptions(starts=1)
FEWEST_SLOW = 2
_PANEL = ("series", "periods", "value", "span", "starts")


def model_of(growth: GrowthPanel) -> FactorModel:
    """Return the model of a panel: one factor of all series, and where there are two slow stocks or more one that they have besides.

    Stocks of a year before overlap so long that without a factor of their own they would take the common one, which is to move as activity does.
    """
    if growth.slow.sum() < FEWEST_SLOW:
        return FactorModel(factors=(1,))
    return FactorModel(factors=(1, 1), blocks=np.column_stack([np.ones_like(growth.slow), growth.slow]))


def fitted(panel: MixedPanel, model: FactorModel) -> FactorFit:
    """Fit a model to a panel from several starts."""
    from openmbi.index.dynamic_factor import fit  # noqa: PLC0415  compiled kernels are slow to import

    return fit(panel, model)


def refreshed(panel: MixedPanel, model: FactorModel, parameters: FactorParameters) -> FactorFit:
    """Return the model at parameters that an earlier fit found, as a fit without iterations."""
    from openmbi.index.dynamic_factor import Ended, smooth  # noqa: PLC0415

    made = smooth(panel, model, parameters)
    return FactorFit(parameters, made, made.log_likelihood, 0, Ended.CONVERGED, np.array([made.log_likelihood]))


def fitted_many(panels: Sequence[MixedPanel], model: FactorModel) -> list[FactorFit]:
    """Fit a model to many panels in one batch, from one start each."""
    from openmbi.index.dynamic_factor import fit_many  # noqa: PLC0415

    return list(fit_many(panels, model, ONCE))


def as_arrays(panel: MixedPanel, judge: FactorEstimator) -> dict[str, np.ndarray]:
    """Return a panel and its model at its parameters as arrays by name."""
    of_panel = {f"panel_{name}": getattr(panel, name) for name in _PANEL}
    how = np.array([each.value for each in panel.aggregation])
    of_parameters = {f"parameters_{one.name}": getattr(judge.parameters, one.name) for one in fields(FactorParameters)}
    factors = np.array(judge.model.factors)
    blocks = judge.model.loads(len(panel.series)) if judge.model.blocks is None else judge.model.blocks
    return {**of_panel, "panel_aggregation": how, **of_parameters, "factors": factors, "blocks": blocks}


def from_arrays(arrays: Mapping[str, np.ndarray]) -> tuple[MixedPanel, FactorEstimator]:
    """Return what `as_arrays` was given."""
    how = tuple(Aggregation(str(each)) for each in arrays["panel_aggregation"])
    panel = MixedPanel(aggregation=how, **{name: arrays[f"panel_{name}"] for name in _PANEL})
    names = [one.name for one in fields(FactorParameters)]
    parameters = FactorParameters(**{name: arrays[f"parameters_{name}"] for name in names})
    model = FactorModel(factors=tuple(arrays["factors"].tolist()), blocks=arrays["blocks"])
    return panel, FactorEstimator(model, parameters)

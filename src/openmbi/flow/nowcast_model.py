"""The factor model of a nowcast: its shape, its fit, and parameters as arrays to be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from openmbi.index.dynamic_factor import (
    FactorFit,
    FactorModel,
    FactorParameters,
    FitOptions,
    Idiosyncratic,
    MixedPanel,
)
from openmbi.index.nowcast.estimator import FactorEstimator

MODEL = FactorModel(factors=(1,), lags=2, idiosyncratic=Idiosyncratic.AR1)
"""One factor: what the domains and the target have in common. Growth on a year before overlaps from week to week, so each series remembers."""
ONCE = FitOptions(starts=1)
_PANEL = ("series", "periods", "value", "span", "starts")


def fitted(panel: MixedPanel) -> FactorFit:
    """Fit the model to a panel from several starts."""
    from openmbi.index.dynamic_factor import fit  # noqa: PLC0415  compiled kernels are slow to import

    return fit(panel, MODEL)


def refreshed(panel: MixedPanel, parameters: FactorParameters) -> FactorFit:
    """Return the model at parameters that an earlier fit found, as a fit without iterations."""
    from openmbi.index.dynamic_factor import Ended, smooth  # noqa: PLC0415

    made = smooth(panel, MODEL, parameters)
    return FactorFit(parameters, made, made.log_likelihood, 0, Ended.CONVERGED, np.array([made.log_likelihood]))


def fitted_many(panels: Sequence[MixedPanel], model: FactorModel = MODEL) -> list[FactorFit]:
    """Fit the model to many panels in one batch, from one start each."""
    from openmbi.index.dynamic_factor import fit_many  # noqa: PLC0415

    return fit_many(panels, model, ONCE)


def estimator(parameters: FactorParameters) -> FactorEstimator:
    """Return the estimator at parameters."""
    return FactorEstimator(MODEL, parameters)


def as_arrays(panel: MixedPanel, parameters: FactorParameters) -> dict[str, np.ndarray]:
    """Return a panel and parameters as arrays by name."""
    of_panel = {f"panel_{name}": getattr(panel, name) for name in _PANEL}
    how = np.array([each.value for each in panel.aggregation])
    of_parameters = {f"parameters_{one.name}": getattr(parameters, one.name) for one in fields(FactorParameters)}
    return {**of_panel, "panel_aggregation": how, **of_parameters}


def from_arrays(arrays: Mapping[str, np.ndarray]) -> tuple[MixedPanel, FactorParameters]:
    """Return what `as_arrays` was given."""
    from openmbi.index.dynamic_factor import Aggregation  # noqa: PLC0415

    how = tuple(Aggregation(str(each)) for each in arrays["panel_aggregation"])
    panel = MixedPanel(aggregation=how, **{name: arrays[f"panel_{name}"] for name in _PANEL})
    names = [one.name for one in fields(FactorParameters)]
    return panel, FactorParameters(**{name: arrays[f"parameters_{name}"] for name in names})

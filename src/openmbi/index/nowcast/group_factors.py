"""The activity factor of every group: what its domains' growth has in common, month by month, all groups fitted in one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Floats, Names
from openmbi.index.dynamic_factor import FactorFit, FactorModel, MixedPanel
from openmbi.index.nowcast.growth_panel import OwnLevel, growth_panel

FEWEST_DOMAINS = 2
"""What one domain alone does is its own growth, and no factor."""
MODEL = FactorModel(factors=(1,), lags=1)


@dataclass(frozen=True)
class GroupFactor:
    """The factor of one group in months (T,), in standard deviations around its own trend: `value` (T,), `standard_error` (T,), `below` (T,): the probability
    of less than its trend. `domains` (n,): the series that it rests on, with their `loading` (n,).
    """

    months: Days
    value: Floats
    standard_error: Floats
    below: Floats
    domains: Names
    loading: Floats
    converged: bool


def group_panels(
    levels: Mapping[str, Sequence[OwnLevel]], last_month: np.datetime64, minimum_coverage: float
) -> dict[str, MixedPanel]:
    """Return the monthly panel of growth of each group, by code, from the levels of its domains; groups with fewer than two usable domains are left out."""
    found = {}
    for group, own in levels.items():
        try:
            made = growth_panel(
                own, None, last_month, frequency=Frequency.MONTHLY, minimum_coverage=minimum_coverage
            ).panel
        except Problem:
            continue
        if len(made.series) >= FEWEST_DOMAINS:
            found[group] = _until_known(made)
    return found


def _until_known(panel: MixedPanel) -> MixedPanel:
    """Return the panel through the last month in which anything is known."""
    stop = int(np.flatnonzero(~np.isnan(panel.value).all(axis=0))[-1]) + 1
    return MixedPanel(
        panel.series,
        panel.periods[:stop],
        panel.value[:, :stop],
        panel.aggregation,
        panel.span,
        panel.starts[:, :stop],
    )


def group_factor(panel: MixedPanel, fit: FactorFit) -> GroupFactor:
    """Return the factor of a fitted group, scaled to a standard deviation of 1 over its months and signed so that its domains rise with it."""
    loading = fit.parameters.loadings[:, 0]
    raw, spread = fit.smoothed.factor[:, 0], np.sqrt(fit.smoothed.covariance[:, 0, 0])
    size = float(raw.std()) or 1.0
    sign = 1.0 if loading.sum() >= 0 else -1.0
    value, error = sign * raw / size, spread / size
    return GroupFactor(
        months=panel.periods,
        value=value,
        standard_error=error,
        below=ndtr(-value / np.maximum(error, 1e-12)),
        domains=panel.series,
        loading=sign * loading * size,
        converged=fit.converged,
    )

"""Filtered probabilities as they could be known: the parameters estimated again and again, each time from what was there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Flags, Floats
from openmbi.index.turning_points.markov_switching import markov_switching
from openmbi.index.turning_points.switching_fit import SwitchingModel


@dataclass(frozen=True)
class RealTimeRegimes:
    """`filtered` (R, T): probabilities of the regimes, by rising mean, from values up to the period and parameters from values up to the last estimation;
    NaN before the first one. `converged` (T,): that estimation did.
    """

    filtered: Floats
    converged: Flags


def real_time_regimes(value: Floats, model: SwitchingModel, *, first: int, every: int) -> RealTimeRegimes:
    """Return what could be known of a series (T,) from its place `first` on, estimated on the values up to `first`, included, and again `every` periods.

    Raises
    ------
    Problem
        As `markov_switching`.
    """
    filtered, converged = np.full((model.regimes, len(value)), np.nan), np.zeros(len(value), bool)
    for place in range(first, len(value), every):
        end = min(place + every, len(value))
        found = markov_switching(value[:end], model, fit_on=place + 1)
        filtered[:, place:end], converged[place:end] = found.filtered[:, place:end], found.converged
    return RealTimeRegimes(filtered, converged)

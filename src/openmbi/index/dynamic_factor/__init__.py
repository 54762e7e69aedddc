"""The dynamic factor model: series of several frequencies with gaps and a ragged edge, driven by few common factors."""

from openmbi.index.dynamic_factor import compiled as _compiled  # noqa: F401  throws stale compiled code away
from openmbi.index.dynamic_factor.estimate import estimate
from openmbi.index.dynamic_factor.expected import expected
from openmbi.index.dynamic_factor.fit import fit, refreshed
from openmbi.index.dynamic_factor.many import fit_many, smooth_many
from openmbi.index.dynamic_factor.model import (
    Ended,
    Errors,
    Estimate,
    FactorFit,
    FactorModel,
    FactorParameters,
    FitOptions,
    GrowthNoise,
    Idiosyncratic,
    Smoothed,
)
from openmbi.index.dynamic_factor.number_of_factors import FactorCount, number_of_factors
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel, same_frequency
from openmbi.index.dynamic_factor.smooth import smooth
from openmbi.index.dynamic_factor.standard_errors import ParameterErrors, standard_errors

__all__ = [
    "Aggregation",
    "Ended",
    "Errors",
    "Estimate",
    "FactorCount",
    "FactorFit",
    "FactorModel",
    "FactorParameters",
    "FitOptions",
    "GrowthNoise",
    "Idiosyncratic",
    "MixedPanel",
    "ParameterErrors",
    "Smoothed",
    "estimate",
    "expected",
    "fit",
    "fit_many",
    "number_of_factors",
    "refreshed",
    "same_frequency",
    "smooth",
    "smooth_many",
    "standard_errors",
]

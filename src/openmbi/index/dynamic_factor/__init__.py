"""The dynamic factor model: series of several frequencies with gaps and a ragged edge, driven by few common factors."""

from openmbi.index.dynamic_factor.model import (
    Ended,
    Errors,
    Estimate,
    FactorFit,
    FactorModel,
    FactorParameters,
    FitOptions,
    Idiosyncratic,
    Smoothed,
)
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel, same_frequency

__all__ = [
    "Aggregation",
    "Ended",
    "Errors",
    "Estimate",
    "FactorFit",
    "FactorModel",
    "FactorParameters",
    "FitOptions",
    "Idiosyncratic",
    "MixedPanel",
    "Smoothed",
    "same_frequency",
]

"""Entropy weights: an indicator whose values are spread evenly tells little and weighs little."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Weighting
from openmbi.index.treatment.refusals import refuse_flat
from openmbi.index.treatment.setting import Setting


def entropies(amounts: Floats) -> Floats:
    """Return eᵢ (n,) in [0, 1] of amounts (n, B) that are not negative and not all zero: eᵢ = −1/ln B Σ pᵢₜ ln pᵢₜ, pᵢₜ = uᵢₜ/Σₜ uᵢₜ; 0 ln 0 = 0."""
    share = amounts / amounts.sum(axis=1, keepdims=True)
    terms = share * np.log(np.where(share > 0, share, 1.0))
    return -terms.sum(axis=1) / np.log(amounts.shape[1])


def entropy_weights(values: Floats) -> Floats:
    """Return weights (n,) that sum to 1, wᵢ = (1 − eᵢ)/Σ(1 − e), of indicators (n, B), none of them flat, where more is better; e of values stretched to 0…1.

    Source: Shannon (1948); as weights, Zeleny (1982), Multiple Criteria Decision Making; the usual form in Chinese practice (熵权法).
    """
    spread = 1 - entropies(unit_scaled(values))
    return spread / spread.sum()


def unit_scaled(values: Floats) -> Floats:
    """Return indicators (n, B) stretched so that the least value is 0 and the greatest 1."""
    least = values.min(axis=1, keepdims=True)
    return (values - least) / (values.max(axis=1, keepdims=True) - least)


def _weights(normalised: Floats, setting: Setting, _options: Options) -> Floats:
    inside = normalised[:, setting.base]
    whole = inside[:, ~np.isnan(inside).any(axis=0)]
    refuse_flat(whole, setting)
    return entropy_weights(whole)


WEIGHTING = Weighting(
    name="entropy",
    label=Text("熵权法", "entropy weights"),
    citation=Text(
        "Shannon（1948）；Zeleny（1982）《多准则决策》",
        "Shannon (1948); Zeleny (1982), Multiple Criteria Decision Making",
    ),
    weights=_weights,
)

"""Weights of enterprises by their accounts: value added, and what stands in for it where there are no accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from openmbi.core.tables import Flags, Floats, Names, Numbers

FEWEST_ACCOUNTS = 3  # a median of fewer would be one enterprise's own figure


@dataclass(frozen=True)
class Weights:
    """`weight` (n,) in yuan of value added a year, or in the unit of use a day where `basis` is `base_period_use`; 0 for who is never a member.

    `imputed` (n,): members whose weight does not rest on accounts of their own.
    """

    weight: Floats
    imputed: Flags
    basis: Literal["value_added", "base_period_use"]


def value_added_weights(base_mean: Floats, subjects: Names, accounts: Mapping[str, float], stratum: Numbers) -> Weights:
    """Return the weights of subjects (n,) by value added.

    Without accounts, or with a value added of 0 or less (a loss is no negative share of activity), wᵢ = base use · median of value added per base use over the
    accounts of the stratum; over all accounts where the stratum has fewer than three. Where no enterprise has accounts the weight is base use.

    Parameters
    ----------
    base_mean
        Base-period mean use (n,), 0 or NaN for who is never a member.
    subjects
        Enterprises (n,).
    accounts
        Annual value added in yuan, by enterprise.
    stratum
        Number of the stratum of each subject (n,), such as its industry.
    """
    base = np.nan_to_num(base_mean)
    stated = np.array([accounts.get(subject, np.nan) for subject in subjects.tolist()], np.float64)
    usable = (base > 0) & (np.nan_to_num(stated) > 0)
    if not usable.any():
        return Weights(base, base > 0, "base_period_use")
    ratio = np.where(usable, stated, np.nan) / np.where(base > 0, base, np.nan)
    weight = np.where(usable, stated, base * _medians(ratio, usable, stratum)[stratum])
    return Weights(np.where(base > 0, weight, 0.0), (base > 0) & ~usable, "value_added")


def _medians(ratio: Floats, usable: Flags, stratum: Numbers) -> Floats:
    """Return the median ratio of every stratum, by its number."""
    found = np.full(int(stratum.max()) + 1, np.median(ratio[usable]))
    for number in np.unique(stratum[usable]):
        own = ratio[usable & (stratum == number)]
        if len(own) >= FEWEST_ACCOUNTS:
            found[number] = np.median(own)
    return found

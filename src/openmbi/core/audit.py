"""What is found out about a composite: the tables that the index room hands to the page of the audit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats, Names, Numbers

REDUNDANT = 0.92
"""Above it two indicators tell the same thing twice."""
OPPOSED = -0.4
"""Below it two indicators offset each other in the composite."""
COLLINEAR = 10.0
"""Variance inflation above which an indicator is a sum of the others but for a tenth."""


class AuditStep(StrEnum):
    """What an audit can vary: the steps of a recipe, the base period that parameters rest on, and noise on the weights."""

    IMPUTATION = "imputation"
    TREATMENT = "treatment"
    BASE = "base"
    NORMALISATION = "normalisation"
    WEIGHTING = "weighting"
    NOISE = "noise"
    AGGREGATION = "aggregation"


@dataclass(frozen=True)
class StepAlone:
    """A varied step and its m options, the nominal one first, each taken with all other steps nominal.

    `latest`, `change` (m,): the latest score and the latest change; `distance` (m,): mean absolute difference from the nominal score over the periods.
    """

    step: AuditStep
    labels: tuple[Text, ...]
    latest: Floats
    change: Floats
    distance: Floats


@dataclass(frozen=True)
class LeftAside:
    """What an audit did not vary, and why: an option of a step, or, where `option` is None, the whole step."""

    step: AuditStep
    option: Text | None
    reason: Text


@dataclass(frozen=True)
class SobolIndices:
    """First- and total-order indices (d,) with the half widths (d,) of their 95 % confidence intervals; NaN throughout where the output never moves.

    `variance`: that of the output over the sample.
    """

    first: Floats
    first_half_width: Floats
    total: Floats
    total_half_width: Floats
    variance: float

    @property
    def largest(self) -> int | None:
        """The dimension of the largest total-order index; None where nothing moves."""
        return None if np.isnan(self.total).all() else int(np.nanargmax(self.total))


@dataclass(frozen=True)
class RankStability:
    """Of G groups over R draws: `nominal` (G,) ranks as published, 1 the highest; `interval` (3, G) the 5 %, 50 % and 95 % points of the ranks drawn.

    `shift` (R,): mean absolute difference from the nominal ranks. `kept` (G,): share of draws in which a group keeps its rank. A group without a score has
    no rank (NaN).
    """

    groups: Names
    nominal: Floats
    interval: Floats
    shift: Floats
    kept: Floats

    @property
    def mean_shift(self) -> float:
        """The mean of the shifts over draws, in ranks."""
        return float(np.nanmean(self.shift)) if len(self.shift) else np.nan


@dataclass(frozen=True)
class ScoreSensitivity:
    """Of a score over K consecutive periods and R draws, in units of the nominal score.

    `steps` are the d that were varied, with what each option gives `alone`. `nominal` (K,); `quantiles` (5, K): the 5, 25, 50, 75 and 95 % points by
    period; `change` (5,): those of the latest change; `falling`: share of draws whose latest change is below zero. `distance` (R,): mean absolute difference of
    a draw from the nominal score over the periods. Indices of the latest score, the latest change, and the distance.
    """

    steps: tuple[AuditStep, ...]
    alone: tuple[StepAlone, ...]
    nominal: Floats
    quantiles: Floats
    change: Floats
    falling: float
    distance: Floats
    of_latest: SobolIndices
    of_change: SobolIndices
    of_distance: SobolIndices


@dataclass(frozen=True)
class RankSensitivity:
    """Of the ranks of groups in one period: how they move over draws of d varied `steps`, and the indices of their mean absolute shift."""

    steps: tuple[AuditStep, ...]
    ranks: RankStability
    of_shift: SobolIndices


@dataclass(frozen=True)
class LeftOut:
    """Of a score over T periods without each of n indicators (n,), against the score with all.

    `latest`, `change`: difference of the latest score and of the latest change; `distance`: mean absolute difference over the periods; `correlation` of both.
    """

    names: Names
    latest: Floats
    change: Floats
    distance: Floats
    correlation: Floats


@dataclass(frozen=True)
class RanksLeftOut:
    """Of the ranks of groups without each of n indicators (n,): mean and largest absolute shift, and Spearman's correlation with the ranks with all."""

    names: Names
    shift: Floats
    largest: Floats
    correlation: Floats


@dataclass(frozen=True)
class EffectiveWeights:
    """Of n indicators: `nominal` (n,) weights summing to 1, `linear` (n,) squared correlations with the composite, `main_effect` (n,) correlation ratios.

    NaN where an indicator does not move or fewer than eight periods are known.
    """

    names: Names
    nominal: Floats
    linear: Floats
    main_effect: Floats

    @property
    def effective(self) -> Floats:
        """The main effects (n,) normalised to sum to 1."""
        return self.main_effect / np.nansum(self.main_effect)

    @property
    def discrepancy(self) -> float:
        """The largest difference between effective and nominal weight."""
        return float(np.nanmax(np.abs(self.effective - self.nominal)))


class Flagged(StrEnum):
    """Why a correlation is worth a look."""

    REDUNDANT = "redundant"
    OPPOSED = "opposed"


@dataclass(frozen=True)
class Correlations:
    """Of n indicators: `pearson`, `spearman` (n, n) over the `periods` (n, n) that both have; NaN where one does not move or fewer than three are known.

    `inflation` (n,): 1 / (1 − R²) of each on all others over the periods that all have; infinite where it is their sum, NaN where the periods do not suffice.
    """

    names: Names
    pearson: Floats
    spearman: Floats
    periods: Numbers
    inflation: Floats

    def flagged(self) -> tuple[tuple[int, int, Flagged], ...]:
        """Return the pairs above or below the bounds, by Pearson, in the order of the matrix."""
        pairs = zip(*np.triu_indices(len(self.names), 1), strict=True)
        found = ((int(one), int(other), _flag(self.pearson[one, other])) for one, other in pairs)
        return tuple((one, other, flag) for one, other, flag in found if flag is not None)

    def collinear(self) -> tuple[int, ...]:
        """Return the indicators whose variance inflation is above the bound."""
        return tuple(np.flatnonzero(np.nan_to_num(self.inflation, posinf=np.inf) > COLLINEAR).tolist())


@dataclass(frozen=True)
class DomainCorrelations:
    """Mean Pearson correlations of each of D domains: `within` (D,) among its own indicators, NaN of one alone, and `between` (D,) with those of others."""

    domains: Names
    within: Floats
    between: Floats


@dataclass(frozen=True)
class Reliability:
    """`alpha` of n indicators as they are scaled, `standardised` of the same with variance 1, `without` (n,) the standardised alpha when one is left out.

    Over the `periods` in which nothing is missing; NaN where there are fewer than two indicators, or one of them does not move.
    """

    names: Names
    periods: int
    alpha: float
    standardised: float
    without: Floats


def _flag(value: float) -> Flagged | None:
    if value > REDUNDANT:
        return Flagged.REDUNDANT
    return Flagged.OPPOSED if value < OPPOSED else None

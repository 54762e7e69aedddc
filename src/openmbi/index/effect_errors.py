"""The errors of calendar effects as the level feels them: over its last days, and against the mean over its base."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.adjusted import StratumErrors
from openmbi.core.tables import Flags, Floats, Numbers


@dataclass(frozen=True)
class EffectErrors:
    """What the effects of one stratum may be off by, over the last D days of T, less the mean of the same error over the base.

    `at` (n,): the place of each row of the panel among those of the stratum (m), −1 for none. `design` (D, p), and `root` (K, p, p) with root · rootᵀ the
    covariance of a kind; `kind`, `sigma`, `loading` (m,); `common_design` (D, q), `common_root` (q, q).
    """

    at: Numbers
    design: Floats
    root: Floats
    kind: Numbers
    sigma: Floats
    common_design: Floats
    common_root: Floats
    loading: Floats

    @classmethod
    def of(cls, errors: StratumErrors, *, rows: int, base_day: Flags, days: int) -> EffectErrors:
        """Return the errors of a stratum over the last `days` of a panel of `rows`; a relative use divides by its base mean, whose error is taken off."""
        at = np.full(rows, -1, np.intp)
        at[errors.rows] = np.arange(len(errors.rows))
        return cls(
            at=at,
            design=_against_base(errors.design, base_day)[-days:],
            root=np.array([_root(one) for one in errors.covariance]).reshape(errors.covariance.shape),
            kind=errors.kind,
            sigma=errors.sigma,
            common_design=_against_base(errors.common_design, base_day)[-days:],
            common_root=_root(errors.common_covariance),
            loading=errors.loading,
        )

    def own_variance(self, at: Numbers, load: Floats) -> Floats:
        """Return the variance (b,) of Σ_t load (b, D) · own error of rows `at` (b,) of the stratum."""
        felt = load @ self.design
        variance = np.zeros(len(at))
        for kind in np.unique(self.kind[at]).tolist():
            mine = self.kind[at] == kind
            variance[mine] = ((felt[mine] @ self.root[kind]) ** 2).sum(axis=1)
        return variance * self.sigma[at] ** 2

    def common_load(self, at: Numbers, load: Floats) -> Floats:
        """Return what (b, q) the common errors bring to Σ_t load (b, D) · error."""
        return self.loading[at, None] * (load @ self.common_design)

    def common_variance(self, load: Floats) -> Floats:
        """Return the variance (g,) of sums of `common_load` (g, q)."""
        return ((load @ self.common_root) ** 2).sum(axis=1)

    def daily_power(self) -> Floats:
        """Return the variance (K, D) of each kind's own error on each day, for a sigma of 1."""
        return np.array([((self.design @ root) ** 2).sum(axis=1) for root in self.root]).reshape(-1, len(self.design))

    def daily_common_power(self) -> Floats:
        """Return the variance (D,) of the common error on each day, for a loading of 1."""
        return self.common_variance(self.common_design)


def _against_base(design: Floats, base_day: Flags) -> Floats:
    return design - design[base_day].mean(axis=0)


def _root(covariance: Floats) -> Floats:
    """Return R with R Rᵀ = covariance, which may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    return vectors * np.sqrt(np.maximum(values, 0.0))

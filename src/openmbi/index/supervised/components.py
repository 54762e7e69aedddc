"""What methods with a number of components share: all numbers are fitted at once, and one is given or chosen on later rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.supervised.base import Learned, Options
from openmbi.index.supervised.folds import best, held_out_errors, of_linear
from openmbi.index.supervised.refusals import too_few_components
from openmbi.index.supervised.training import Training


@dataclass(frozen=True)
class Fit:
    """A fit by some number of components: `coefficients` (k,) of the columns, and `directions` (k, d) as those of `Learned`."""

    coefficients: Floats
    directions: Floats


Path = Callable[[Training, int], list[Fit]]
"""From a training set and a largest number K to the fits by 1..K components; fewer, but one at least, where the rows cannot give so many."""


def by_components(training: Training, options: Options, path: Path, *, counted: bool) -> Learned:
    """Return what a path learns at the number of components given, or at that of the least error in later rows.

    `counted`: its parameters can be counted, a constant and one a component, because the components were formed without the target.
    """
    most = options.most_components if options.components is None else options.components
    if most < 1:
        raise too_few_components(most)
    errors = held_out_errors(training, of_linear(lambda one: _padded(path(one, most), most)), options.folds)
    wanted = options.components or best(errors) + 1
    fits = path(training, most)
    number = min(wanted, len(fits))
    return Learned(
        fits[number - 1].coefficients,
        directions=fits[number - 1].directions,
        freedom=1.0 + number if counted else np.nan,
        errors=errors[wanted - 1] if errors.size else np.empty(0),
        chosen={"components": float(number)},
    )


def _padded(fits: list[Fit], most: int) -> Floats:
    """Return the coefficients (K, k) of a path; of numbers that it does not reach its last ones."""
    return np.array([fit.coefficients for fit in fits] + [fits[-1].coefficients] * (most - len(fits)))


def no_component(columns: int) -> Fit:
    """Return the fit that tells nothing: every prediction is the mean."""
    return Fit(np.zeros(columns), np.empty((columns, 0)))

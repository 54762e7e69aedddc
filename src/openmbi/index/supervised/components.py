"""What methods with a number of components share: all numbers are fitted at once, and one is given or chosen on later rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.supervised.base import Learned, Options
from openmbi.index.supervised.folds import best, held_out_errors, of_linear
from openmbi.index.supervised.refusals import too_few_components
from openmbi.index.supervised.training import Training

Path = Callable[[Training, int], Floats]
"""From a training set and a largest number K to the coefficients (K, k) of 1..K components; a number that the rows cannot give repeats the last one."""


def by_components(training: Training, options: Options, path: Path, *, counted: bool) -> Learned:
    """Return what a path learns at the number of components given, or at that of the least error in later rows.

    `counted`: its parameters can be counted, a constant and one a component, because the components were formed without the target.
    """
    most = options.components or options.most_components
    if most < 1:
        raise too_few_components(most)
    errors = held_out_errors(training, of_linear(lambda one: path(one, most)), options.folds)
    number = options.components or best(errors) + 1
    coefficients = path(training, most)[number - 1]
    return Learned(
        coefficients,
        freedom=1.0 + min(number, _rank_bound(training)) if counted else np.nan,
        errors=errors[number - 1] if errors.size else np.empty(0),
        chosen={"components": float(number)},
    )


def _rank_bound(training: Training) -> int:
    return min(training.z.shape[0] - 1, training.z.shape[1])


def repeated(found: list[Floats], most: int) -> Floats:
    """Return the coefficients (K, k) of a path that ended early, its last ones repeated."""
    return np.array([*found, *[found[-1]] * (most - len(found))])

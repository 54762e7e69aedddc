"""The penalty of a ridge: given, or chosen on the training rows alone by later rows predicted from earlier ones, or by the marginal likelihood."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.supervised.base import Learned, Options
from openmbi.index.supervised.folds import best, held_out_errors, of_linear
from openmbi.index.supervised.ridge_path import ridge_path
from openmbi.index.supervised.training import Training

GRID = np.append(np.inf, np.logspace(4, -3, 36))
"""Penalties that are tried, in rows, the strongest first: of equal ones the strongest is taken."""


def learn_ridge(training: Training, options: Options) -> Learned:
    """Return the ridge at the penalty given or chosen; too few rows for a later block are left to the marginal likelihood."""
    penalties = _penalties(training, options)
    path = ridge_path(training, penalties)
    judged = options.choose == "expanding" and len(penalties) > 1
    errors = np.empty((0, 0))
    if judged:
        errors = held_out_errors(
            training, of_linear(lambda one: ridge_path(one, penalties).coefficients), options.folds
        )
    place = best(errors) if errors.size else int(np.argmin(path.restricted_deviance()))
    return Learned(
        path.coefficients[place],
        directions=path.directions(place),
        freedom=float(path.freedom()[place]),
        errors=errors[place] if errors.size else path.left_out_errors(training, place),
        chosen={"penalty": float(penalties[place]), "scale": float(path.scale[place])},
    )


def _penalties(training: Training, options: Options) -> Floats:
    return len(training.y) * GRID if options.penalty is None else np.array([options.penalty])

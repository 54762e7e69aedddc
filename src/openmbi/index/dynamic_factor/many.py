"""Many models at once: every city, industry and cell, in as many threads as the machine has cores; the compiled steps hold no lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from threadpoolctl import threadpool_limits

from openmbi.index.dynamic_factor.fit import fit
from openmbi.index.dynamic_factor.model import FactorFit, FactorModel, FactorParameters, FitOptions, Smoothed
from openmbi.index.dynamic_factor.panel import MixedPanel
from openmbi.index.dynamic_factor.smooth import smooth

ONE_START = FitOptions(starts=1)


def fit_many(
    panels: Sequence[MixedPanel],
    model: FactorModel,
    options: FitOptions = ONE_START,
    *,
    done: Callable[[], object] | None = None,
) -> list[FactorFit]:
    """Return the fit of each panel, as `fit` gives it, in the order of the panels; `done` is called after each.

    Raises
    ------
    Problem
        As `fit`, of the first panel that cannot be fitted.
    """
    with _workers() as each:
        return list(_told(each(partial(fit, model=model, options=options), panels), done))


def smooth_many(
    panels: Sequence[MixedPanel], model: FactorModel, parameters: Sequence[FactorParameters]
) -> list[Smoothed]:
    """Return the factors of each panel at given parameters: the daily refresh, without fitting anew."""
    with _workers() as each:
        pairs = list(zip(panels, parameters, strict=True))
        return list(each(lambda pair: smooth(pair[0], model, pair[1]), pairs))


@contextmanager
def _workers() -> Iterator[Callable[..., Iterator]]:
    """Give a map over threads; linear algebra keeps to one thread each meanwhile."""
    with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as pool:
        yield pool.map


def _told(fits: Iterator[FactorFit], done: Callable[[], object] | None) -> Iterator[FactorFit]:
    for one in fits:
        if done is not None:
            done()
        yield one

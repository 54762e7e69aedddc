"""One measurement of one dynamic factor model on one problem, in a process of its own: `python -m benchmarks.dynamic_factor_peers WHOSE LETTER [fit]`.

Prints one JSON object: CPU and wall seconds of the median EM iteration, of the fit to convergence (with `fit`) by the model's own rule,
where the log-likelihood ended (at the parameters returned, all starting states stationary, standardised by n − 1), and peak memory
over what the process held before.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.dynamic_factor_problems import FactorProblem, problem

MEMORY_LIMIT = 12 * 2**30
"""Bytes of address space: a model that needs more stops by itself."""
ROUNDS = 9
LONGEST = 60.0
"""Seconds after which no further iteration is timed."""
TOLERANCE = 1e-6
"""The relative rule at which the peers stop here: statsmodels' default; nowcastbox' own, 1e-4, stops after seven iterations of (b)."""
AGGREGATION = {"sum": "flow", "mean": "average", "growth": "mariano_murasawa"}


def iterated(step: Callable[[], object]) -> dict[str, float]:
    """Return the median cost of a step, its first (compilation, caches) not counted."""
    begun, walls, cpus = time.perf_counter(), [], []
    step()
    while len(walls) < ROUNDS and (not walls or time.perf_counter() - begun < LONGEST):
        wall, cpu = time.perf_counter(), time.process_time()
        step()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {"iteration_wall": statistics.median(walls), "iteration_cpu": statistics.median(cpus), "rounds": len(walls)}


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, {"fit_wall": time.perf_counter() - wall, "fit_cpu": time.process_time() - cpu}


def statsmodels(one: FactorProblem, *, whole: bool) -> dict[str, Any]:
    """Measure DynamicFactorMQ; its quarterly series stand last, and it knows months and quarters only."""
    import pandas as pd  # noqa: PLC0415  (peers are imported where they are measured)
    from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ  # noqa: PLC0415

    native = one.native or ("M",) * len(one.value)
    if set(one.how) - {"none", "growth"}:
        raise ValueError("knows months and quarterly growth only")
    order = sorted(range(len(one.value)), key=lambda row: native[row] == "Q")
    names = np.array([f"f{k}" for k in range(sum(one.factors))])
    block_of = np.repeat(np.arange(len(one.factors)), one.factors)
    loads = np.ones((len(one.value), len(names)), bool) if one.blocks is None else one.blocks[:, block_of]
    keys = [tuple(names[block_of == block]) for block in range(len(one.factors))]
    index = pd.period_range(one.first, periods=one.value.shape[1], freq=one.grid)
    frame = pd.DataFrame(one.value[order].T, index=index, columns=[f"y{row}" for row in order])
    quarterly = sum(frequency == "Q" for frequency in native)

    def made() -> Any:
        return DynamicFactorMQ(
            frame,
            k_endog_monthly=len(order) - quarterly,
            factors={f"y{row}": list(names[loads[row]]) for row in order},
            factor_orders={key if len(key) > 1 else key[0]: one.lags for key in keys},
            idiosyncratic_ar1=one.autoregressive,
        )

    model = made()
    held = [model.start_params]

    def step() -> None:
        held[0] = model._em_iteration(held[0])[1]

    found: dict[str, Any] = {"states": int(model.k_states), **iterated(step)}
    if whole:
        result, cost = timed(lambda: made().fit(maxiter=500, tolerance=TOLERANCE, disp=False))
        found |= cost | {
            "iterations": int(result.mle_retvals.iter),
            "log_likelihood": float(model.loglike(result.params)),
        }
    return found


def nowcastbox(one: FactorProblem, *, whole: bool) -> dict[str, Any]:
    """Measure MixedFreqDFM."""
    import pandas as pd  # noqa: PLC0415
    from nowcastbox import MixedFreqDFM  # noqa: PLC0415
    from nowcastbox.core.data import MixedFrequencyData  # noqa: PLC0415
    from nowcastbox.models._em_steps import build_state_space, e_step, m_step  # noqa: PLC0415
    from nowcastbox.models._init_conditions import pca_initial_parameters  # noqa: PLC0415
    from nowcastbox.models.em import build_layout  # noqa: PLC0415

    names, T = [f"y{row}" for row in range(len(one.value))], one.value.shape[1]
    index = pd.period_range(one.first, periods=T, freq=one.grid)
    native = dict(zip(names, one.native or (one.grid,) * len(names), strict=True))
    how = {name: AGGREGATION[kind] for name, kind in zip(names, one.how, strict=False) if kind in AGGREGATION}
    panel = MixedFrequencyData(pd.DataFrame(one.value.T, index=index, columns=names), native, aggregations=how or None)
    blocks = None
    if one.blocks is not None:
        blocks = pd.DataFrame(
            one.blocks.astype(int), index=names, columns=[f"b{k}" for k in range(one.blocks.shape[1])]
        )
    factors: Any = dict(zip(blocks.columns, one.factors, strict=True)) if blocks is not None else one.factors[0]
    terms = "ar1" if one.autoregressive else "iid"
    standardised, _ = panel.standardize()
    layout = build_layout(standardised, factors, one.lags, blocks, terms)
    held = [pca_initial_parameters(standardised, layout)]

    def step() -> None:
        moments = e_step(build_state_space(held[0], layout, T), standardised.values, method="auto")
        held[0] = m_step(moments, layout, standardised.values, held[0])

    found: dict[str, Any] = {"states": int(layout.n_states), **iterated(step)}
    if whole:
        model = MixedFreqDFM(factors, one.lags, blocks, terms, tol=TOLERANCE)
        result, cost = timed(lambda: model.fit(panel, target=names[0]))
        found |= cost | {"iterations": result.n_iter, "log_likelihood": result.loglikelihood}
    return found


WHOSE = {"statsmodels": statsmodels, "nowcastbox": nowcastbox}


def main(whose: str, letter: str, *, whole: bool) -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    warnings.simplefilter("ignore")
    one = problem(letter)
    _imported(whose)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        found = WHOSE[whose](one, whole=whole)
    except MemoryError:
        return {"failed": f"needs more than {MEMORY_LIMIT / 2**30:.0f} GB"}
    except (ValueError, NotImplementedError) as error:
        return {"failed": str(error)}
    return found | {"memory": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024}


def _imported(whose: str) -> None:
    from importlib import import_module  # noqa: PLC0415

    import_module(whose)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], whole="fit" in sys.argv[3:])))

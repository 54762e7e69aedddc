"""One measurement of one dynamic factor model on one problem, in a process of its own: `python -m benchmarks.dynamic_factor_peers WHOSE LETTER [fit]`.

Prints JSON objects, one a line, each with more in it: CPU and wall seconds of the median EM iteration; with `fit` those of the fit to convergence
by the model's own rule, and where the log-likelihood ended (at the parameters returned, all starting states stationary, standardised
by n − 1); peak memory over what the process held after a first small fit, MB.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.dynamic_factor_problems import Array, FactorProblem, many, period_starts, problem, revised, simulated

MEMORY_LIMIT = 12 * 2**30
"""Bytes of address space: a model that needs more stops by itself."""
ROUNDS = 9
SHORT, LONG = 1, 5
"""Iterations of the two climbs whose difference tells what one costs."""
LONGEST = 60.0
"""Seconds after which no further iteration is timed."""
FEW = 4
"""Panels of (f) that a peer is measured on."""
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


def statsmodels(one: FactorProblem, *, whole: bool) -> Iterator[dict[str, Any]]:
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

    yield {"states": int(model.k_states), **iterated(step)}
    if whole:
        result, cost = timed(lambda: made().fit(maxiter=500, tolerance=TOLERANCE, disp=False))
        yield cost | {
            "iterations": int(result.mle_retvals.iter),
            "log_likelihood": float(model.loglike(result.params)),
        }


def nowcastbox(one: FactorProblem, *, whole: bool) -> Iterator[dict[str, Any]]:
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

    yield {"states": int(layout.n_states), **iterated(step)}
    if whole:
        model = MixedFreqDFM(factors, one.lags, blocks, terms, tol=TOLERANCE)
        result, cost = timed(lambda: model.fit(panel, target=names[0]))
        yield cost | {"iterations": result.n_iter, "log_likelihood": result.loglikelihood}


def openmbi(one: FactorProblem, *, whole: bool) -> Iterator[dict[str, Any]]:
    """Measure ours: the iteration as the difference between a longer and a shorter climb from the same start."""
    from openmbi.index.dynamic_factor import FitOptions, fit  # noqa: PLC0415
    from openmbi.index.dynamic_factor.climb import climb  # noqa: PLC0415
    from openmbi.index.dynamic_factor.fit import MEMORY  # noqa: PLC0415
    from openmbi.index.dynamic_factor.posterior import workspace  # noqa: PLC0415
    from openmbi.index.dynamic_factor.smooth import laid_out  # noqa: PLC0415
    from openmbi.index.dynamic_factor.standardise import scales, standardised  # noqa: PLC0415
    from openmbi.index.dynamic_factor.starts import start  # noqa: PLC0415

    panel, model = panel_of(one), model_of(one)
    z = standardised(panel, *scales(panel))
    lay = laid_out(panel, model, z)
    work, begun = workspace(lay), start(panel, model, z, 0, 0)

    def cost(iterations: int) -> tuple[float, float, float]:
        wall, cpu = time.perf_counter(), time.process_time()
        _, path, _ = climb(lay, begun, work, iterations, 0.0, MEMORY)
        return len(path), time.perf_counter() - wall, time.process_time() - cpu

    cost(SHORT)
    steps = [np.subtract(cost(LONG), cost(SHORT)) for _ in range(ROUNDS)]
    wall, cpu = np.median([[wall / count, cpu / count] for count, wall, cpu in steps], axis=0)
    yield {"iteration_wall": float(wall), "iteration_cpu": float(cpu), "rounds": ROUNDS}
    if whole:
        for starts in (1, 3, 7):
            found, cost = timed(lambda starts=starts: fit(panel, model, FitOptions(starts)))
            yield {f"{key}_{starts}": value for key, value in cost.items()} | {
                f"iterations_{starts}": found.iterations,
                f"log_likelihood_{starts}": found.log_likelihood,
                f"ended_{starts}": str(found.ended),
            }


def panel_of(one: FactorProblem) -> Any:
    """Return our panel of a problem: weeks, months and quarters as spans 0, 1, 2."""
    from openmbi.index.dynamic_factor import Aggregation, MixedPanel  # noqa: PLC0415

    n, T = one.value.shape
    how = tuple(Aggregation(kind) for kind in one.how) or (Aggregation.NONE,) * n
    summed = {Aggregation.SUM, Aggregation.MEAN}
    span = np.full(n, -1, np.intp)
    for row, kind in enumerate(how):
        if kind in summed:
            span[row] = "WMQ".index(one.native[row])
    starts = np.zeros((0, T), bool)
    if summed & set(how):
        starts = np.array([period_starts(one.first, T, native) for native in "WMQ"])
    return MixedPanel(np.char.mod("y%04d", np.arange(n)), one.days, one.value, how, span, starts)


def model_of(one: FactorProblem) -> Any:
    from openmbi.index.dynamic_factor import FactorModel, Idiosyncratic  # noqa: PLC0415

    terms = Idiosyncratic.AR1 if one.autoregressive else Idiosyncratic.IID
    return FactorModel(one.factors, one.blocks, one.lags, terms)


WHOSE = {"statsmodels": statsmodels, "nowcastbox": nowcastbox, "openmbi": openmbi}


def province(whose: str) -> Iterator[dict[str, Any]]:
    """Measure (f): 704 panels to convergence and, of ours, the factors of all at fixed parameters; a peer climbs a few and is scaled up."""
    panels = many()
    if whose != "openmbi":
        few = panels[:FEW]
        ends = [found for one in few for found in WHOSE[whose](one, whole=True) if "fit_wall" in found]
        share = len(panels) / len(few)
        yield {key: share * sum(end[key] for end in ends) for key in ("fit_wall", "fit_cpu")} | {
            "log_likelihoods": [end["log_likelihood"] for end in ends]
        }
        return
    from openmbi.index.dynamic_factor import FitOptions, fit_many, smooth_many  # noqa: PLC0415

    ours, model = [panel_of(one) for one in panels], model_of(panels[0])
    fit_many(ours[:2], model, FitOptions(1))
    fits, cost = timed(lambda: fit_many(ours, model, FitOptions(1)))
    told = {
        "log_likelihoods": [found.log_likelihood for found in fits[:FEW]],
        "converged": sum(found.converged for found in fits),
    }
    _, again = timed(lambda: smooth_many(ours, model, [found.parameters for found in fits]))
    yield cost | told | {"refresh_wall": again["fit_wall"], "refresh_cpu": again["fit_cpu"]}


def news(whose: str) -> Iterator[dict[str, Any]]:
    """Measure the news between two vintages of (b) with 924 revisions, at any parameters."""
    one = problem("b")
    old, new, target = revised(one)
    ask = {"statsmodels": _statsmodels_news, "nowcastbox": _nowcastbox_news, "openmbi": _our_news}[whose]
    yield iterated(ask(one, (old, new), target))


def _frames(one: FactorProblem, vintages: tuple[Array, Array]) -> list[Any]:
    import pandas as pd  # noqa: PLC0415

    index = pd.period_range(one.first, periods=one.value.shape[1], freq=one.grid)
    return [pd.DataFrame(value.T, index=index, columns=[f"y{row}" for row in range(len(value))]) for value in vintages]


def _statsmodels_news(one: FactorProblem, vintages: tuple[Array, Array], target: int) -> Callable[[], object]:
    from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ  # noqa: PLC0415

    old, new = _frames(one, vintages)
    settings = {"factors": 1, "factor_multiplicities": 4, "factor_orders": 2, "idiosyncratic_ar1": False}
    model = DynamicFactorMQ(old, **settings)
    result, last = model.smooth(model.start_params), str(old.index[-1])
    asked = {"impact_date": last, "impacted_variable": f"y{target}", "comparison_type": "updated"}
    return lambda: result.news(new, revisions_details_start=True, **asked)


def _nowcastbox_news(one: FactorProblem, vintages: tuple[Array, Array], target: int) -> Callable[[], object]:
    from nowcastbox import MixedFreqDFM  # noqa: PLC0415

    old, new = _frames(one, vintages)
    fitted = MixedFreqDFM(4, 2, idiosyncratic="iid", max_iter=1).fit(old, target=f"y{target}")
    return lambda: fitted.news(old, new, target_period=old.index[-1])


def _our_news(one: FactorProblem, vintages: tuple[Array, Array], target: int) -> Callable[[], object]:
    from openmbi.index.dynamic_factor import FitOptions, fit  # noqa: PLC0415
    from openmbi.index.nowcast.estimator import FactorEstimator  # noqa: PLC0415
    from openmbi.index.nowcast.news import news as between  # noqa: PLC0415

    old, new = (panel_of(replace(one, value=value)) for value in vintages)
    model = model_of(one)
    estimator = FactorEstimator(model, fit(old, model, FitOptions(1, 5)).parameters)
    return lambda: between(old, new, estimator, str(new.series[target]), new.periods[-1])


def main(whose: str, letter: str, *, whole: bool) -> Iterator[dict[str, Any]]:
    """Yield what is known so far, ever more of it."""
    warnings.simplefilter("ignore")
    if letter in {"f", "news"}:
        yield from province(whose) if letter == "f" else news(whose)
        return
    one = problem(letter)
    small = FactorProblem(
        "small",
        "",
        simulated(12, 60, sum(one.factors), 1),
        one.first,
        (sum(one.factors),),
        one.lags,
        one.autoregressive,
    )
    for _ in WHOSE[whose](small, whole=False):
        pass
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before, told = _kilobytes("VmRSS"), {}
    try:
        for found in WHOSE[whose](one, whole=whole):
            told |= found
            yield told | {"memory": (_kilobytes("VmHWM") - before) / 1024}
    except MemoryError:
        yield told | {"failed": f"needs more than {MEMORY_LIMIT / 2**30:.0f} GB"}
    except (ValueError, NotImplementedError) as error:
        yield told | {"failed": str(error)}


def _kilobytes(which: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(which))


if __name__ == "__main__":
    for known in main(sys.argv[1], sys.argv[2], whole="fit" in sys.argv[3:]):
        print(json.dumps(known), flush=True)

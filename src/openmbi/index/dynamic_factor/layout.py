"""Where every unknown of a model stands in one long vector, and which terms tie it to which others.

Unknown are the factors of every grid period and, where growth of a quarter is a sum of months with autoregressive idiosyncratic terms, those terms. The
posterior of the unknowns given the data is normal with a precision matrix whose rows reach back only few periods (Chan and Jeliazkov 2009, Int. J.
Mathematical Modelling and Numerical Optimisation 1:101; Rue and Held 2005, ch. 2): lags of the factors, the gap to the observation before (an AR(1)
term is taken out by quasi-differencing over the gap, so it needs no state), and the five months of a quarter's growth.

A quarter's growth y is Σ w_k (λ'f_{t−k} + e_{t−k}) without noise. The term of its middle month, t − 2, enters no other quarter, so it is not an unknown but
y less all the others (`ELIMINATED`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats, Numbers
from openmbi.index.dynamic_factor.model import FactorModel, GrowthNoise, Idiosyncratic
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel

GROWTH_WEIGHT = np.array([1.0, 2.0, 3.0, 2.0, 1.0])  # of the months t, t − 1, … t − 4
REACH = len(GROWTH_WEIGHT) - 1
MIDDLE = 2
ELIMINATED = -1


class Layout(NamedTuple):
    """Arrays for the compiled steps; N unknowns in T periods (`before` of them before the grid), n series of which G are latent, P patterns.

    `y` (T, n): standardised, 0 where missing; `there` (T, n): weight of an observation, 0 where missing. `pattern` (T,): which row of `patterns` (P, n) a
    period has: the weights of its ordinary observations; ordinary is, of white noise, any, and of an AR(1) term one with an observation in the period before.
    `special` (K, 3): period, series and gap of the others (gap 0: the first), by period; `special_at` (T + 1,); `special_order` (K,) and
    `special_from` (n + 1,): the same by series. `growth` (n,): whether a series is a quarter's
    growth, `latent` (G,): series whose term is unknown, `latent_of` (n,): which of
    them a series is, or −1; `place` (T, G): its unknown, or `ELIMINATED`. `block` (T + 1,): first unknown of each period.
    `first`, `last` (N,), `start` (N + 1,), `back`, `ahead` (T,): the skyline. `period`: after how many periods the pattern of the unknowns repeats itself.
    `autoregressive`: terms are quasi-differenced; `persistent`: and ρ is a parameter, else it is 0.

    Where series are summed over calendar periods (`calendar`, see `calendar_filter.py`) `state` numbers stand in a period, `special` holds their period, series
    and span, `share` (K,) what a value is of its sum: 1, or of a mean 1 / the periods summed. `counted` (P,): series in a pattern. `pace` (T,): weight of the
    factors' innovation, 1, or less in a crisis.
    """

    y: Floats
    there: Floats
    pattern: Numbers
    patterns: Floats
    special: Numbers
    special_at: Numbers
    special_order: Numbers
    special_from: Numbers
    growth: Flags
    latent: Numbers
    latent_of: Numbers
    place: Numbers
    block: Numbers
    first: Numbers
    last: Numbers
    start: Numbers
    back: Numbers
    ahead: Numbers
    before: int
    period: int
    autoregressive: bool
    persistent: bool
    factors: int
    lags: int
    loads: Flags
    block_of: Numbers
    calendar: bool
    state: int
    starts: Flags
    share: Floats
    counted: Numbers
    pace: Floats


def layout(panel: MixedPanel, model: FactorModel, standardised: Floats, weight: Floats | None = None) -> Layout:
    """Return the layout of a panel without sums and means over calendar periods.

    Parameters
    ----------
    standardised
        y (n, T), NaN where missing.
    weight
        How much an observation counts (n, T), for errors of fat tails; None: 1.

    Raises
    ------
    Problem
        `index.growth-too-close` where two values of a quarter's growth are less than three periods apart.

    Size: one call that names each field of the layout once.
    """
    growth = np.array([how is Aggregation.GROWTH for how in panel.aggregation])
    before = REACH if growth.any() else 0
    y = np.pad(standardised.T, ((before, 0), (0, 0)), constant_values=np.nan)
    seen = ~np.isnan(y)
    _check_distance(panel, y, growth)
    persistent = model.idiosyncratic is Idiosyncratic.AR1
    autoregressive = persistent or (bool(growth.any()) and model.growth_noise is GrowthNoise.MONTHS)
    latent = np.flatnonzero(growth) if autoregressive else np.zeros(0, np.intp)
    there = seen.astype(float)
    if weight is not None:
        there *= np.pad(weight.T, ((before, 0), (0, 0)), constant_values=1.0)
    there = np.ascontiguousarray(there)
    gap = _gaps(seen) if autoregressive else np.zeros(seen.shape, np.intp)
    regular = seen & ~growth & (gap == 1) if autoregressive else seen & ~growth
    special = _special(seen, growth, gap, autoregressive=autoregressive)
    pattern, patterns = patterns_of(np.where(regular, there, 0.0))
    latent_of = np.full(y.shape[1], -1, np.intp)
    latent_of[latent] = np.arange(len(latent))
    place, block = _places(seen, latent, model.size)
    back = _reach(seen, growth, special, gap if autoregressive else None, max(model.lags, 0))
    return Layout(
        y=np.ascontiguousarray(np.where(seen, y, 0.0)),
        there=there,
        pattern=pattern,
        patterns=patterns,
        special=special,
        special_at=np.searchsorted(special[:, 0], np.arange(len(y) + 1)),
        special_order=np.argsort(special[:, 1], kind="stable"),
        special_from=np.searchsorted(np.sort(special[:, 1]), np.arange(y.shape[1] + 1)),
        growth=growth,
        latent=latent,
        latent_of=latent_of,
        place=place,
        block=block,
        **_skyline(block, back),
        before=before,
        period=3 if growth.any() else 1,
        autoregressive=autoregressive,
        persistent=persistent,
        factors=model.size,
        lags=model.lags,
        loads=model.loads(y.shape[1]),
        block_of=model.block_of,
        calendar=False,
        state=0,
        starts=np.zeros((0, len(y)), bool),
        share=np.ones(len(special)),
        counted=(patterns > 0).sum(axis=1),
        pace=np.ones(len(y)),
    )


def _gaps(seen: Flags) -> Numbers:
    """Return how many periods (T, n) lie between an observation and the one before it; 0: the first, −1: none here."""
    T = len(seen)
    place = np.where(seen, np.arange(T)[:, None], -1)
    before = np.vstack([np.full((1, seen.shape[1]), -1), np.maximum.accumulate(place, axis=0)[:-1]])
    return np.where(seen, np.where(before < 0, 0, np.arange(T)[:, None] - before), -1)


def _special(seen: Flags, growth: Flags, gap: Numbers, *, autoregressive: bool) -> Numbers:
    """Return period, series and gap (K, 3) of what no pattern holds: growth of quarters with noise of its own, or gaps other than one."""
    chosen = seen & ~growth & (gap != 1) if autoregressive else seen & growth
    when, which = np.nonzero(chosen)
    return np.ascontiguousarray(np.column_stack([when, which, gap[when, which]]).astype(np.int64))


def patterns_of(weight: Floats) -> tuple[Numbers, Floats]:
    """Return which pattern each period (T,) has, and the patterns (P, n)."""
    key = np.ascontiguousarray(np.packbits(weight > 0, axis=1) if np.isin(weight, (0, 1)).all() else weight)
    _, chosen, pattern = np.unique(
        key.view(np.dtype((np.void, key.dtype.itemsize * key.shape[1]))).ravel(), return_index=True, return_inverse=True
    )
    return pattern.reshape(-1).astype(np.intp), np.ascontiguousarray(weight[chosen])


def _places(seen: Flags, latent: Numbers, r: int) -> tuple[Numbers, Numbers]:
    """Return the unknown (T, G) of every latent term and the first unknown (T + 1,) of every period."""
    T = len(seen)
    kept = np.ones((T, len(latent)), bool)
    for column, row in enumerate(latent):
        kept[np.flatnonzero(seen[:, row]) - MIDDLE, column] = False
    size = r + kept.sum(axis=1)
    block = np.concatenate([[0], np.cumsum(size)]).astype(np.intp)
    place = block[:-1, None] + r + np.cumsum(kept, axis=1) - 1
    return np.where(kept, place, ELIMINATED).astype(np.intp), block


def _reach(seen: Flags, growth: Flags, special: Numbers, gap: Numbers | None, lags: int) -> Numbers:
    """Return over how many periods (T,) the terms of a period reach back."""
    T = len(seen)
    back = np.minimum(np.arange(T), lags)
    if gap is not None:
        usual = (gap == 1) & ~growth
        back = np.maximum(back, usual.any(axis=1).astype(np.intp))
        np.maximum.at(back, special[:, 0], special[:, 2])
    for end in np.flatnonzero((seen & growth).any(axis=1)):
        for step in range(REACH + 1):  # all five months of a quarter's growth meet in one term
            back[end - step] = max(back[end - step], REACH - step)
    return back.astype(np.intp)


def _skyline(block: Numbers, back: Numbers) -> dict[str, Numbers]:
    T, N = len(back), int(block[-1])
    first = np.repeat(block[np.arange(T) - back], np.diff(block))
    start = np.concatenate([[0], np.cumsum(np.arange(N) - first + 1)]).astype(np.intp)
    ahead = np.zeros(T, np.intp)
    for step in range(1, int(back.max(initial=0)) + 1):
        late = np.flatnonzero(back >= step)
        ahead[late - step] = step
    last = np.repeat(block[np.arange(T) + ahead + 1] - 1, np.diff(block))
    return {"first": first.astype(np.intp), "last": last.astype(np.intp), "start": start, "back": back, "ahead": ahead}


def _check_distance(panel: MixedPanel, y: Floats, growth: Flags) -> None:
    for row in np.flatnonzero(growth):
        at = np.flatnonzero(~np.isnan(y[:, row]))
        close = np.diff(at) < 3
        if close.any():
            raise Problem(
                "index.growth-too-close",
                Text(
                    "序列「{name}」的季度增速相隔不足三期",
                    "quarterly growth of “{name}” stands less than three periods apart",
                ).fill(name=str(panel.series[row])),
                Text("growth 只用于月度网格上的季度增速", "use `growth` for quarterly growth on a monthly grid only"),
            )

"""The layout of a panel in which some series are sums or means over calendar periods."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats, Numbers
from openmbi.index.dynamic_factor.layout import Layout, patterns_of
from openmbi.index.dynamic_factor.model import FactorModel, Idiosyncratic
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel

SUMMED = (Aggregation.SUM, Aggregation.MEAN)


def is_calendar(panel: MixedPanel) -> bool:
    """Return whether a panel has series that are sums or means over periods of their own."""
    return any(how in SUMMED for how in panel.aggregation)


def calendar_layout(
    panel: MixedPanel, model: FactorModel, standardised: Floats, weight: Floats | None = None
) -> Layout:
    """Return the layout; values of a period that began before the grid are left out, because what they sum is not known.

    Raises
    ------
    Problem
        `index.calendar-panel` where the panel also has growth of quarters, or idiosyncratic terms are autoregressive.

    Size: one call that names each field of the layout once.
    """
    how = np.array([str(one) for one in panel.aggregation])
    if model.idiosyncratic is not Idiosyncratic.IID or Aggregation.GROWTH in panel.aggregation:
        raise _not_together()
    n, T = standardised.shape
    summed = np.isin(how, SUMMED)
    elapsed = _elapsed(panel.starts)
    seen = ~np.isnan(standardised.T)
    for row in np.flatnonzero(summed):
        seen[:, row] &= elapsed[panel.span[row]] > 0
    there = np.ascontiguousarray(seen * (1.0 if weight is None else weight.T))
    pattern, patterns = patterns_of(np.where(summed, 0.0, there))
    when, which = np.nonzero(seen & summed)
    order = np.lexsort((which, panel.span[which], when))
    when, which = when[order], which[order]
    span = panel.span[which]
    special = np.ascontiguousarray(np.column_stack([when, which, span]).astype(np.int64))
    r, none = model.size, np.zeros(0, np.intp)
    m = r * (model.lags + 1 + len(panel.starts))
    return Layout(
        y=np.ascontiguousarray(np.where(seen, standardised.T, 0.0)),
        there=there,
        pattern=pattern,
        patterns=patterns,
        special=special,
        special_at=np.searchsorted(special[:, 0], np.arange(T + 1)),
        special_order=np.argsort(special[:, 1], kind="stable"),
        special_from=np.searchsorted(np.sort(special[:, 1]), np.arange(n + 1)),
        growth=np.zeros(n, bool),
        latent=none,
        latent_of=np.full(n, -1, np.intp),
        place=np.zeros((T, 0), np.intp),
        block=np.arange(T + 1) * m,
        first=none,
        last=none,
        start=np.arange(T * m + 1) * m,
        back=none,
        ahead=none,
        before=0,
        period=1,
        autoregressive=False,
        persistent=False,
        factors=r,
        lags=model.lags,
        loads=model.loads(n),
        block_of=model.block_of,
        calendar=True,
        state=m,
        starts=np.ascontiguousarray(panel.starts),
        share=np.where(how[which] == Aggregation.MEAN, 1 / elapsed[span, when], 1.0),
        counted=(patterns > 0).sum(axis=1),
        pace=np.ones(T),
    )


def _elapsed(starts: Flags) -> Numbers:
    """Return how many grid periods (S, T) of its own period have begun, this one included; 0 before the first start."""
    T = starts.shape[1]
    begun = np.maximum.accumulate(np.where(starts, np.arange(T), -1), axis=1)
    return np.where(begun >= 0, np.arange(T) - begun + 1, 0)


def _not_together() -> Problem:
    return Problem(
        "index.calendar-panel",
        Text(
            "按日历期间合计或平均的序列，不能与季度增速或自回归特质项并用",
            "series summed or averaged over calendar periods go with neither growth of quarters nor autoregressive terms",
        ),
        Text(
            "请用白噪声特质项（iid），季度增速改用合计", "use white noise (iid), and sums in place of quarterly growth"
        ),
    )

"""How far the last adjusted values move when more days are known: the series cut at past days, adjusted again, and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.revisions import RevisionHistory, Vintages
from openmbi.core.tables import CellPanel, Days, Floats, Numbers

LAGS = (0, 7, 28, 56)
"""Days before the cut at which a daily figure is followed."""
LATER = 28
"""Days after the cut at which a daily figure is looked at again."""

Adjust = Callable[[CellPanel], AdjustedPanel]


def revision_history(
    panel: CellPanel,
    adjust: Adjust,
    ends: Days,
    lags: Sequence[int] = LAGS,
    *,
    later: int = LATER,
    weight: Floats | None = None,
) -> RevisionHistory:
    """Adjust the panel as if it ended on each of `ends`, and compare the log adjusted values with those that later data give.

    Only the length of the data changes: what was reported is taken as it stands in the panel, so that revisions of the readings are no part of it.

    Parameters
    ----------
    panel
        n subjects × T consecutive periods.
    adjust
        Any adjustment method, with its calendar and parameters bound.
    ends
        Last day of each cut (E,), among the days of the panel.
    lags, later
        In periods of the panel: how long before the cut the figures are, and how long after it they are looked at again.
    weight
        What a unit of each subject counts for in the total (n,); 1 where it is None.

    Raises
    ------
    Problem
        `revisions.end-outside` where a cut is not a day of the panel.
    """
    cuts, lag = _positions(panel.days, ends), np.asarray(lags, np.intp)
    count = len(panel.days)
    needed = {count - 1, *cuts.tolist(), *(int(cut) + later for cut in cuts if cut + later < count)}
    values = {cut: _log_values(adjust(_until(panel, cut))) for cut in sorted(needed)}

    def at(known: Numbers) -> Floats:
        """Return the log values (n, E, L) as the data up to each of the positions `known` (E,) give them."""
        shape = (len(panel.subjects), len(cuts), len(lag))
        found = np.full(shape, np.nan)
        for number, (cut, end) in enumerate(zip(cuts.tolist(), known.tolist(), strict=True)):
            there = cut - lag >= 0
            if end in values:
                found[:, number, there] = values[end][:, (cut - lag)[there]]
        return found

    vintages = Vintages(at(cuts), at(cuts + later), at(np.full(len(cuts), count - 1)))
    total = _total(vintages, np.ones(len(panel.subjects)) if weight is None else weight)
    return RevisionHistory(panel.subjects, panel.days[cuts], lag, vintages, total)


def _positions(days: Days, ends: Days) -> Numbers:
    place = np.searchsorted(days, ends)
    outside = (place == len(days)) | (days[np.minimum(place, len(days) - 1)] != ends)
    if outside.any():
        raise Problem(
            "revisions.end-outside",
            Text(f"截断日 {ends[outside][0]} 不在数据之内", f"the cut {ends[outside][0]} is not a day of the data"),
            Text(f"请在 {days[0]} 至 {days[-1]} 之间选取", f"choose days from {days[0]} to {days[-1]}"),
        )
    return place


def _until(panel: CellPanel, cut: int) -> CellPanel:
    stop = cut + 1
    return replace(panel, days=panel.days[:stop], value=panel.value[:, :stop], reading=panel.reading[:, :stop])


def _log_values(adjusted: AdjustedPanel) -> Floats:
    known = adjusted.value > 0
    return np.log(adjusted.value, out=np.full(known.shape, np.nan), where=known)


def _total(vintages: Vintages, weight: Floats) -> Vintages:
    """Return the log of the weighted sum (E, L), over the subjects that have a value in each vintage that has any."""
    tables = [vintages.first, vintages.later, vintages.last]
    there = [~np.isnan(table) for table in tables]
    both = np.logical_and.reduce([flags | ~flags.any(axis=0) for flags in there])

    def summed(table: Floats, flags: np.ndarray) -> Floats:
        amount = np.einsum("nel,n->el", np.where(both & flags, np.exp(np.where(flags, table, 0.0)), 0.0), weight)
        return np.log(amount, out=np.full(amount.shape, np.nan), where=amount > 0)

    return Vintages(*(summed(table, flags) for table, flags in zip(tables, there, strict=True)))

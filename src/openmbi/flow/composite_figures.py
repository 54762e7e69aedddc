"""The composite and its sub-indices as the newest run kept them, back as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.catalog.composites import ExpertWeightsSpec
from openmbi.core.tables import Days, Flags, Floats, Names
from openmbi.store.runs import Saved


@dataclass(frozen=True)
class CompositeFigures:
    """Of groups (G,) in months (M,), first days: the composite `value` (G, M) and the sub-indices `sub` (D, G, M) of its domains; NaN where not known."""

    groups: Names
    months: Days
    value: Floats
    sub: Floats

    def of(self, groups: Flags, months: Flags) -> CompositeFigures:
        """Return the figures of some groups and months."""
        return CompositeFigures(
            self.groups[groups], self.months[months], self.value[groups][:, months], self.sub[:, groups][:, :, months]
        )


def composite_figures(saved: Saved, spec: ExpertWeightsSpec, groups: Sequence[str]) -> CompositeFigures:
    """Return the figures of a composite for those of the groups that have any, in the order given."""
    names = [spec.code, *(f"{spec.code}.{domain.domain}" for domain in spec.domains)]
    table = saved.figures()
    wanted = pc.and_(
        pc.is_in(table["indicator"], pa.array(names)), pc.is_in(table["subject"], pa.array(list(groups), pa.string()))
    )
    kept = table.filter(wanted)
    there = set(kept["subject"].to_pylist())
    codes = [one for one in groups if one in there]
    months = sorted(set(kept["period"].to_pylist()))
    cube = np.full((len(names), len(codes), len(months)), np.nan)
    place = tuple(
        _places(kept[column], order) for column, order in (("indicator", names), ("subject", codes), ("period", months))
    )
    cube[place] = kept["value"].to_numpy()
    return CompositeFigures(
        np.array(codes, np.str_), np.array(months, "datetime64[M]").astype("datetime64[D]"), cube[0], cube[1:]
    )


def _places(column: pa.ChunkedArray, order: Sequence[str]) -> np.ndarray:
    return pc.index_in(column, pa.array(list(order), pa.string())).to_numpy().astype(np.intp)

"""What was known of an indicator at a moment, by enterprise: observations of meters, accounts, plates and names go through their links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import ibis.expr.types as ir

from openmbi.cells.attribute import attribute
from openmbi.cells.panel import panel as dense_panel
from openmbi.cells.splits import splits
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel
from openmbi.flow.bureau import Bureau
from openmbi.flow.linking import linked_as_of
from openmbi.flow.sources_of import Feeding, source_of
from openmbi.linking.link import Linked
from openmbi.store.as_of import as_of as known_at
from openmbi.store.handed_over import handed_over

HELD_BY_SOMEBODY = {"meter", "account", "plate", "name"}
ALL_REPORT = {"meter", "account"}
"""Kinds of which every one has an observation in every period: where one of an enterprise's lacks, the sum of the others would look like a fall."""


@dataclass(frozen=True)
class Observed:
    """The observations of a bureau as known at `as_of`, of what its store held at a manifest."""

    bureau: Bureau
    as_of: datetime
    manifest: int

    def of(self, indicator: str) -> ir.Table | None:
        """Return an indicator's observations, of enterprises (or places); None where nothing of it was ever taken in.

        A period in which only some of an enterprise's meters or accounts have an observation is left out.
        """
        feeding = source_of(self.bureau, indicator, self.manifest)
        return None if feeding is None else self._linked(self._known(indicator, feeding), feeding)

    def panel_of(
        self, indicator: str, unit: str, frequency: Frequency, *, first: date | None = None, last: date | None = None
    ) -> CellPanel | None:
        """Return the dense panel of an indicator over all that is known, or over the days asked for; None where nothing is."""
        feeding = source_of(self.bureau, indicator, self.manifest)
        if feeding is None:
            return None
        rows = self._known(indicator, feeding)
        span = (first, last) if first and last else _span(rows)
        if span is None:
            return None
        observations = self._linked(rows, feeding)
        try:
            return dense_panel(
                observations, indicator=indicator, unit=unit, first=span[0], last=span[1], frequency=frequency
            )
        except Problem as problem:
            if problem.code == "cells.empty":
                return None
            raise

    def _known(self, indicator: str, feeding: Feeding) -> ir.Table:
        return known_at(
            self.bureau.store,
            source=feeding.source,
            indicator=indicator,
            moment=self.as_of,
            manifest=self.manifest,
        )

    def _linked(self, rows: ir.Table, feeding: Feeding) -> ir.Table:
        """Return the observations of enterprises: those of meters and the like by their links."""
        if feeding.subject_kind not in HELD_BY_SOMEBODY:
            return rows
        spans = handed_over(self.bureau.store, splits(self.linked.links, feeding.subject_kind))
        attributed = attribute(rows, spans)
        if feeding.subject_kind in ALL_REPORT:
            attributed = attributed.filter(attributed.reported == attributed.linked)
        return attributed.select("subject", "indicator", "valid_at", "value", "unit", "status")

    @property
    def linked_or_none(self) -> Linked | None:
        """The links, if anything of this run went through them."""
        return self.__dict__.get("linked")

    @cached_property
    def linked(self) -> Linked:
        """The links and the review queue as known then."""
        return linked_as_of(self.bureau, self.as_of, self.manifest)


def _span(rows: ir.Table) -> tuple[date, date] | None:
    """Return the first and the last period with an observation; None where there is none."""
    bounds = rows.aggregate(first=rows.valid_at.min(), last=rows.valid_at.max()).to_pyarrow()
    first, last = bounds["first"][0].as_py(), bounds["last"][0].as_py()
    return None if first is None else (first, last)

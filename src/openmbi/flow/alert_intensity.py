"""What a kWh is worth in value added, by the accounts of an enterprise, of its industry or of a group's members."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from openmbi.alerts.reasons.context import Intensity, IntensityBasis
from openmbi.core.tables import Floats, Names, Numbers
from openmbi.flow.compute import Computed
from openmbi.flow.roster import Roster

LEAST_DAYS = 300
"""Days of a year with a use, from which on the year's use is told."""
FEWEST = 3
"""Enterprises with accounts, from which on an industry's or a group's intensity is told."""


class Intensities:
    """Value added (yuan) a kWh: of each enterprise its latest accounts of a year whose use is known."""

    def __init__(self, computed: Computed, roster: Roster, industries: Names) -> None:
        self._computed, self._roster, self._industries = computed, roster, industries

    def of_enterprise(self, row: int) -> Intensity | None:
        """Return the intensity of an enterprise's own accounts, else of its industry's; None where neither is known."""
        if self._year[row]:
            return Intensity(float(self._money[row] / self._kwh[row]), int(self._year[row]), IntensityBasis.OWN)
        industry = self._industries[row]
        return (
            self._together(np.flatnonzero(self._industries == industry), IntensityBasis.INDUSTRY) if industry else None
        )

    def of_group(self, rows: Numbers) -> Intensity | None:
        """Return the intensity of the members of a group that have accounts; None where fewer than three have."""
        return self._together(rows, IntensityBasis.MEMBERS)

    def _together(self, rows: Numbers, basis: IntensityBasis) -> Intensity | None:
        known = rows[self._year[rows] > 0]
        if len(known) < FEWEST:
            return None
        latest = int(self._year[known].max())
        return Intensity(float(self._money[known].sum() / self._kwh[known].sum()), latest, basis)

    @property
    def _year(self) -> Numbers:
        return self._stated[0]

    @property
    def _money(self) -> Floats:
        return self._stated[1]

    @property
    def _kwh(self) -> Floats:
        return self._stated[2]

    @cached_property
    def _stated(self) -> tuple[Numbers, Floats, Floats]:
        """Return year (0: none), value added in yuan and use in kWh (n,) of each enterprise's latest accounts of a year whose use is known."""
        count = len(self._computed.terms.subjects)
        year, money, kwh = np.zeros(count, np.intp), np.zeros(count), np.zeros(count)
        accounts = self._roster.accounts
        positive = accounts.filter(pc.greater(accounts["value_added_cny"], 0))
        rows = positive.select(["enterprise", "year", "value_added_cny"]).to_pylist()
        place = {code: row for row, code in enumerate(self._computed.panel.subjects.tolist())}
        for one in sorted(rows, key=lambda row: row["year"]):
            row = place.get(one["enterprise"])
            used = self._use_of_year(row, one["year"]) if row is not None else None
            if row is not None and used:
                year[row], money[row], kwh[row] = one["year"], float(one["value_added_cny"]), used
        return year, money, kwh

    def _use_of_year(self, row: int, year: int) -> float | None:
        """Return the use of a year in kWh, days without a reading counted as the mean of the others; None where too few days have one."""
        panel = self._computed.panel
        first, after = (np.datetime64(date(y, 1, 1), "D") for y in (year, year + 1))
        start, stop = np.searchsorted(panel.days, [first, after])
        value = panel.value[row, start:stop]
        known = value[~np.isnan(value)]
        return float(known.mean() * (after - first).astype(int)) if len(known) >= LEAST_DAYS else None

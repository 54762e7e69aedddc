"""How large a province to simulate, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openmbi.simulation.bounds import check_bounds
from openmbi.simulation.calendar import FIRST_DAY, LAST_DAY
from openmbi.simulation.province.planting import Planting

FEWEST_ENTERPRISES = 100  # so that every planted event finds an enterprise of its own
MOST_ENTERPRISES = 200_000
FEWEST_DAYS = 420  # so that events lie after a year of quiet history
LATEST_DELIVERY_DAYS = 8  # after the last day: what is handed over later is in no file


@dataclass(frozen=True)
class ProvinceParameters:
    """The size of the province, its first day, the number of days and the seed of every random draw; `planting`: events in place of the usual ones.

    Raises
    ------
    Problem
        `simulation.out-of-range` where a province of this size cannot be made.
    """

    seed: int
    enterprises: int = 5000
    first: date = date(2023, 1, 1)
    days: int = 1096
    planting: Planting | None = None

    def __post_init__(self) -> None:
        check_bounds("enterprises", self.enterprises, FEWEST_ENTERPRISES, MOST_ENTERPRISES)
        check_bounds("first", self.first, FIRST_DAY, LAST_DAY)
        check_bounds("days", self.days, FEWEST_DAYS, (LAST_DAY - self.first).days + 1)
        check_bounds("seed", self.seed, 0, 2**63 - 1)
        if self.planting:
            check_bounds("earliest", self.planting.earliest, 0, self.days - self.planting.days_before_end)

    @property
    def last(self) -> date:
        """The last simulated day."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def today(self) -> date:
        """The day of the last delivery."""
        return self.last + timedelta(days=LATEST_DELIVERY_DAYS)

    @property
    def base_year(self) -> int:
        """The year whose mean is 100: 2024, or an earlier one where the days end before 2025 does."""
        return max(self.first.year, min(self.last.year - 1, 2024))

"""How large a town to simulate, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openmbi.simulation.bounds import check_bounds
from openmbi.simulation.calendar import FIRST_DAY, LAST_DAY

FEWEST_ENTERPRISES = 20  # so that every planted event finds an enterprise of its own
MOST_ENTERPRISES = 400  # as many as there are fictitious names
FEWEST_DAYS = 400  # so that the events lie after a year of quiet history


@dataclass(frozen=True)
class TownParameters:
    """The size of the town, its first day, the number of days and the seed of every random draw.

    Raises
    ------
    Problem
        `simulation.out-of-range` where a town of this size cannot be made.
    """

    seed: int
    enterprises: int = 60
    first: date = date(2023, 7, 1)
    days: int = 800

    def __post_init__(self) -> None:
        check_bounds("enterprises", self.enterprises, FEWEST_ENTERPRISES, MOST_ENTERPRISES)
        check_bounds("first", self.first, FIRST_DAY, LAST_DAY)
        check_bounds("days", self.days, FEWEST_DAYS, (LAST_DAY - self.first).days + 1)
        check_bounds("seed", self.seed, 0, 2**63 - 1)

    @property
    def last(self) -> date:
        """The last simulated day."""
        return self.first + timedelta(days=self.days - 1)

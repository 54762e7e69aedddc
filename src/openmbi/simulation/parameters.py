"""How large a town to simulate, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openmbi.core.language import Text
from openmbi.core.problems import Problem
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
        _check("enterprises", self.enterprises, FEWEST_ENTERPRISES, MOST_ENTERPRISES)
        _check("first", self.first, FIRST_DAY, LAST_DAY)
        _check("days", self.days, FEWEST_DAYS, (LAST_DAY - self.first).days + 1)
        _check("seed", self.seed, 0, 2**63 - 1)

    @property
    def last(self) -> date:
        """The last simulated day."""
        return self.first + timedelta(days=self.days - 1)


def _check(field: str, found: object, least: object, most: object) -> None:
    if least <= found <= most:  # type: ignore[operator]
        return
    raise Problem(
        "simulation.out-of-range",
        Text("参数 {field} 为 {found}", "{field} is {found}").fill(field=field, found=found),
        Text("请取范围内的值", "choose a value within the range"),
        expected=Text("{least} 至 {most}", "{least} to {most}").fill(least=least, most=most),
        field=field,
    )

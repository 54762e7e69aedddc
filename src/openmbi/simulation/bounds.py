"""Parameters of a simulation lie within bounds."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.problems import Problem


def check_bounds(field: str, found: object, least: object, most: object) -> None:
    """Refuse a parameter below the least or above the most that can be simulated.

    Raises
    ------
    Problem
        `simulation.out-of-range`.
    """
    if least <= found <= most:  # type: ignore[operator]
        return
    raise Problem(
        "simulation.out-of-range",
        Text("参数 {field} 为 {found}", "{field} is {found}").fill(field=field, found=found),
        Text("请取范围内的值", "choose a value within the range"),
        expected=Text("{least} 至 {most}", "{least} to {most}").fill(least=least, most=most),
        field=field,
    )

"""The lights of many groups at the end of each month: what a timeline shows."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.core.tables import Codes, Days, Names


@dataclass(frozen=True)
class MonthLights:
    """`colour` (n, M): `Colour` codes of the groups (n,) on the last known day of each of the `months` (M,) (first days); the last month may not be over."""

    groups: Names
    months: Days
    colour: Codes

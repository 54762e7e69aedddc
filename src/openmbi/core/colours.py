"""The colours of lights. Apart from the typed tables, so that what only names a colour needs no arrays."""

from __future__ import annotations

from enum import IntEnum


class Colour(IntEnum):
    """The colour of a light; the number is a code and no order. No data is never green."""

    NO_DATA = 0
    GREEN = 1
    YELLOW = 2
    RED = 3
    BLUE = 4
    YELLOW_RED = 5
    YELLOW_BLUE = 6
    ORANGE = 7

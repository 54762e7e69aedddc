"""What the lines of a decomposition stand for. Apart from the typed tables, so that what only names a kind needs no arrays."""

from __future__ import annotations

from enum import StrEnum


class LineKind(StrEnum):
    """What a line of a decomposition stands for."""

    SUBJECT = "subject"
    ENTRY_AND_EXIT = "entry_and_exit"
    WINSORISING = "winsorising"
    ROUNDING = "rounding"

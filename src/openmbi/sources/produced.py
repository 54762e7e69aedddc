"""Which table of the store a reader's rows belong to."""

from __future__ import annotations

from enum import StrEnum


class Produced(StrEnum):
    """What a reader makes of a file: observations, or rows of one of the small tables."""

    OBSERVATIONS = "observations"
    REGISTER = "register"
    HOLDERS = "holders"
    ACCOUNTS = "accounts"

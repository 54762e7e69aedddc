"""Moments as texts of the operational database: UTC, to the microsecond, always of one width, so that their order as texts is their order in time."""

from __future__ import annotations

from datetime import UTC, datetime


def moment_text(moment: datetime) -> str:
    """Return a moment with time zone as `2026-01-02T03:04:05.000006+00:00`.

    Raises
    ------
    ValueError
        Where the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment without time zone: {moment.isoformat()}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_or_none(text: str | None) -> datetime | None:
    """Return the moment of a text; None of None."""
    return None if text is None else datetime.fromisoformat(text)

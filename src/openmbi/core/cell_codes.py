"""The code of a city × industry cell."""

from __future__ import annotations


def cell_code(city: str, industry: str) -> str:
    """Return the code of a cell, such as `440600-C39`."""
    return f"{city}-{industry}"


def parts_of(cell: str) -> tuple[str, str]:
    """Return city and industry of a cell's code."""
    city, industry = cell.split("-", 1)
    return city, industry

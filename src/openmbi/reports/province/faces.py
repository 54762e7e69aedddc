"""How a light is drawn: its shape as an outline, so that it can have any size; the palette in force says which shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NO_FILL = "#ffffff"
EDGE = "#55636f"
OUTLINES = {
    "▲": "M8 1.2 15.4 14.4H.6z",
    "▼": "M8 14.8 .6 1.6H15.4z",
    "◆": "M8 .6 15.4 8 8 15.4 .6 8z",
    "●": "M8 1.2a6.8 6.8 0 1 0 0 13.6a6.8 6.8 0 1 0 0-13.6z",
    "■": "M1.8 1.8H14.2V14.2H1.8z",
    "★": "M8 .8 10.2 5.9 15.6 6.4 11.5 10 12.8 15.3 8 12.4 3.2 15.3 4.5 10 .4 6.4 5.8 5.9z",
    "–": "M2.2 6.6H13.8V9.4H2.2z",
}
"""Outlines in a square of 16: all fill about the same area but the dash, which stands for no data."""


def outline(shape: str) -> str:
    """Return the outline of a palette's shape; a square with a cut corner for one that has none here, told apart by its letter."""
    return OUTLINES.get(shape, "M1.8 1.8H11L14.2 5V14.2H1.8z")


def fill(look: Mapping[str, Any]) -> str:
    """Return the paint of a legend's entry."""
    return look["fill"] or NO_FILL


def symbols(legend: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the drawings of a legend's lights for `<symbol>`: name, outline, fill and edge."""
    return [
        {"name": f"light-{look['colour']}", "outline": outline(look["shape"]), "fill": fill(look), "edge": EDGE}
        for look in legend
    ]


def looks(legend: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Return paint, ink and outline of a legend's lights by colour, for drawings that may be copied without their page."""
    return {
        look["colour"]: {"paint": fill(look), "ink": look["ink"], "outline": outline(look["shape"])} for look in legend
    }

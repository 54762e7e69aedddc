"""Tile grids: the cities of a province as squares in about their places. A schematic, no map: it shows no boundary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from openmbi.catalog.loader import Declaration, Name, load_all
from openmbi.catalog.places import Code

Position = Annotated[int, Field(ge=0)]


class Tile(Declaration):
    """One city's square: column from the west, row from the north, both from 0."""

    place: Code
    column: Position
    row: Position


class TileGrid(Declaration):
    """The squares of a province; `label` stands wherever the grid is shown."""

    code: Code
    name: Name
    label: Name
    tiles: tuple[Tile, ...]

    @model_validator(mode="after")
    def _squares_and_places_differ(self) -> Self:
        if len({(tile.column, tile.row) for tile in self.tiles}) < len(self.tiles):
            raise ValueError("two places share a square")
        if len({tile.place for tile in self.tiles}) < len(self.tiles):
            raise ValueError("a place has two squares")
        return self

    @property
    def size(self) -> tuple[int, int]:
        """How many columns and rows the grid has."""
        return max(tile.column for tile in self.tiles) + 1, max(tile.row for tile in self.tiles) + 1


def load_tile_grids(overlay: Path | None) -> dict[str, TileGrid]:
    """Read every tile grid, by the code of its province.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong.
    """
    return load_all(TileGrid, "tiles", overlay)

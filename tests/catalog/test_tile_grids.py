from datetime import date

import pytest

from openmbi.catalog.places import load_places
from openmbi.catalog.tile_grids import TileGrid, load_tile_grids

GRID = load_tile_grids(None)["440000"]
AT = {tile.place: (tile.column, tile.row) for tile in GRID.tiles}


def test_every_city_has_a_square():
    assert sorted(AT) == list(load_places(None).cities(date(2024, 1, 1)))
    assert GRID.size == (9, 6)


@pytest.mark.parametrize(
    ("west", "east"),
    [
        ("440800", "440900"),
        ("440900", "441700"),
        ("441200", "440600"),
        ("440600", "440100"),
        ("440100", "441900"),
        ("441300", "445200"),
        ("445200", "440500"),
    ],
)
def test_west_lies_left_of_east(west: str, east: str):
    assert AT[west][0] < AT[east][0]


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("440200", "441800"),
        ("441800", "440100"),
        ("441900", "440300"),
        ("442000", "440400"),
        ("441400", "445200"),
        ("445100", "440500"),
        ("441700", "440800"),
    ],
)
def test_north_lies_above_south(north: str, south: str):
    assert AT[north][1] < AT[south][1]


def test_no_two_share_a_square():
    declared = GRID.model_dump()
    with pytest.raises(ValueError, match="share a square"):
        TileGrid.model_validate(
            declared | {"tiles": [*declared["tiles"][1:], declared["tiles"][1] | {"place": "440100"}]}
        )

"""What declarations of the hierarchy name is declared: places of events, clusters, targets and tiles, industries of events and clusters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from openmbi.catalog.clusters import load_clusters
from openmbi.catalog.events import load_events
from openmbi.catalog.indicators import Indicator
from openmbi.catalog.industry_tree import UNCLASSIFIED, load_industries
from openmbi.catalog.loader import load_all
from openmbi.catalog.places import UNPLACED, load_places
from openmbi.catalog.size_classes import load_size_classes
from openmbi.catalog.targets import load_targets
from openmbi.catalog.tile_grids import load_tile_grids

PLACES, INDUSTRIES = load_places(None), load_industries(None)
DAYS = (date(2013, 6, 30), date(2024, 6, 30))
DECLARED = {place.code for place in PLACES.places}


def named_places() -> Iterator[tuple[str, str]]:
    for event in load_events(None).events:
        yield from ((event.code, place) for place in event.places)
    for cluster in load_clusters(None).clusters.values():
        yield from ((cluster.code, place) for place in cluster.places)
    for target in load_targets(None).values():
        yield target.code, target.place
    for grid in load_tile_grids(None).values():
        yield from ((f"tiles {grid.code}", place) for place in (grid.code, *(tile.place for tile in grid.tiles)))


def named_industries() -> Iterator[tuple[str, str]]:
    for event in load_events(None).events:
        yield from ((event.code, industry) for industry in event.industries)
    for cluster in load_clusters(None).clusters.values():
        yield from ((cluster.code, industry) for industry in cluster.industries)


@pytest.mark.parametrize(("code", "place"), list(named_places()))
def test_places_are_declared(code: str, place: str):
    assert place in DECLARED


@pytest.mark.parametrize(("code", "industry"), list(named_industries()))
def test_industries_lie_in_a_declared_group(code: str, industry: str):
    assert INDUSTRIES.division_of(industry) != UNCLASSIFIED
    assert len(industry) == 3 or len(INDUSTRIES.group_of(industry)) == 4


@pytest.mark.parametrize("target", load_targets(None).values(), ids=lambda target: target.code)
def test_a_targets_series_is_a_declared_indicator(target):
    assert target.indicator in load_all(Indicator, "indicators", None)


@pytest.mark.parametrize("place", PLACES.places, ids=lambda place: place.code)
def test_every_place_lies_in_a_province(place):
    for day in DAYS:
        above = PLACES.parent_on(place.code, day)
        assert (above is None) == place.code.endswith("0000")
        assert above is None or above in DECLARED
        assert (PLACES.city_of(place.code, day) == UNPLACED) == place.code.endswith("0000")


@pytest.mark.parametrize("code", [*INDUSTRIES.groups(), *INDUSTRIES.divisions()])
def test_every_industry_lies_in_a_division(code: str):
    assert INDUSTRIES.division_of(code) in INDUSTRIES.divisions()
    assert INDUSTRIES.group_of(code) == code


def test_the_size_classes_are_those_that_registers_are_read_into():
    assert [each.code for each in load_size_classes(None).classes] == ["large", "medium", "small", "micro"]

"""Importing a map: checked, kept with its number and print, refused where it is not what was reviewed."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from openmbi.catalog.maps import load_map
from openmbi.catalog.places import load_places
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau, Named, Settings, Zone
from openmbi.flow.maps import MapAsked, import_map
from openmbi.store.store import Store

NUMBER, TODAY = "粤S（2023）064号", date(2026, 1, 1)
RING = [[113.0, 23.0], [114.0, 23.0], [114.0, 24.0], [113.0, 23.0]]


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    settings = Settings(
        name=Named(zh="局", en="Office"), zone=Zone(zh="省", en="Province", code="440000"), source="meters"
    )
    return Bureau(tmp_path, settings, Store(tmp_path / "store"))


def feature(code: Any, ring: list[list[float]] | None = None) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [RING if ring is None else ring]}
    return {"type": "Feature", "properties": {"adcode": code}, "geometry": shape}


def written(folder: Path, features: list[dict[str, Any]]) -> Path:
    file = folder / "map.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


def cities(bureau: Bureau) -> list[str]:
    places = load_places(bureau.catalog)
    return [code for code in places.cities(TODAY) if places.contains("440000", code, TODAY)]


def asked(file: Path, number: str = NUMBER) -> MapAsked:
    return MapAsked(file, number, Text("省", "Province"), "a survey")


def test_a_map_is_kept_with_its_number_and_print(bureau: Bureau, tmp_path: Path):
    file = written(tmp_path, [feature(int(code)) for code in cities(bureau)])
    made = import_map(bureau, asked(file), today=TODAY)
    kept = load_map(bureau.catalog, "440000")
    assert kept is not None
    assert kept.about == made
    assert kept.about.review_number == NUMBER
    assert kept.about.sha256 == sha256(file.read_bytes()).hexdigest()
    assert set(kept.outlines) == set(cities(bureau))
    assert len(kept.outlines) == 21


def test_without_a_map_there_is_none(bureau: Bureau):
    assert load_map(bureau.catalog, "440000") is None


def test_a_map_that_was_changed_afterwards_is_not_shown(bureau: Bureau, tmp_path: Path):
    import_map(bureau, asked(written(tmp_path, [feature(code) for code in cities(bureau)])), today=TODAY)
    kept = tmp_path / "catalog" / "maps" / "440000.geojson"
    kept.write_bytes(kept.read_bytes().replace(b"113.0", b"113.1"))
    with pytest.raises(Problem) as refused:
        load_map(bureau.catalog, "440000")
    assert refused.value.code == "map.changed"


@pytest.mark.parametrize("number", ["", "没有", "GS2024", "粤S（23）064号"])
def test_a_map_needs_its_review_number(bureau: Bureau, tmp_path: Path, number: str):
    with pytest.raises(Problem) as refused:
        import_map(bureau, asked(written(tmp_path, [feature("440100")]), number), today=TODAY)
    assert refused.value.code == "map.review-number"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (lambda found: found[1:], "map.missing"),
        (lambda found: [*found, feature("110100")], "map.not-ours"),
        (lambda found: [*found, feature("Guangzhou")], "map.no-code"),
        (lambda found: [*found, feature("440100", RING[:3])], "map.wrong-outline"),
        (lambda found: [*found, feature("440100", [[500.0, 0.0], *RING[1:3], [500.0, 0.0]])], "map.wrong-outline"),
        (lambda found: [], "map.not-geojson"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(bureau: Bureau, tmp_path: Path, changed: Any, code: str):
    file = written(tmp_path, changed([feature(each) for each in cities(bureau)]))
    with pytest.raises(Problem) as refused:
        import_map(bureau, asked(file), today=TODAY)
    assert refused.value.code == code
    assert not (tmp_path / "catalog").exists()

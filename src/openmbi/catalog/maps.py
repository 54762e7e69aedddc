"""Reviewed maps: outlines of places that a bureau brought itself, with the review number (审图号) that is printed wherever they are shown.

None is shipped: boundary data have licences, and maps of China are reviewed by law (地图管理条例, 国务院令第664号, 2015).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from openmbi.catalog.loader import Declaration, Name, load_declaration
from openmbi.catalog.places import Code
from openmbi.core.language import Text
from openmbi.core.problems import Problem

FOLDER = "maps"
REVIEW_NUMBER = re.compile(r"[A-Z\u4e00-\u9fff]{1,6}[(（〔\[]\d{4}[)）〕\]]\d{1,6}号")
"""Such as GS(2024)0650号 or 粤S（2023）064号."""
_CODE_FIELDS = ("code", "adcode", "gb")
_COUNTRY = "156"
_SHORTEST_RING = 4

Ring = tuple[tuple[float, float], ...]


class MapFile(Declaration):
    """What is kept beside the outlines: whose number, which file it was (SHA-256), and whose map it is."""

    code: Code
    review_number: str
    name: Name
    source: str
    sha256: str


@dataclass(frozen=True)
class ReviewedMap:
    """The outlines of places: by code, its rings of (longitude, latitude) in degrees. A ring inside another is a hole."""

    about: MapFile
    outlines: Mapping[str, tuple[Ring, ...]]


def load_map(overlay: Path | None, zone: str) -> ReviewedMap | None:
    """Return the map of a zone that was imported into a bureau's catalog; None where there is none.

    Raises
    ------
    Problem
        `catalog.invalid`; `map.changed` where the outlines are no longer those of the reviewed file; those of `outlines_of`.
    """
    if overlay is None or not (overlay / FOLDER / f"{zone}.yml").is_file():
        return None
    about = load_declaration(MapFile, overlay / FOLDER / f"{zone}.yml")
    file = overlay / FOLDER / f"{zone}.geojson"
    content = file.read_bytes() if file.is_file() else b""
    if sha256(content).hexdigest() != about.sha256:
        raise Problem(
            "map.changed",
            Text("地图文件与审图时导入的不同", "the map's file is not the one that was imported"),
            Text("用 mbi map import 重新导入送审的文件", "import the reviewed file again: `mbi map import`"),
            file=file,
        )
    return ReviewedMap(about, outlines_of(content, file))


def outlines_of(content: bytes, file: Path) -> dict[str, tuple[Ring, ...]]:
    """Return the outlines of a GeoJSON file (RFC 7946) by the code of GB/T 2260 that each feature has as `code`, `adcode` or `gb`.

    Raises
    ------
    Problem
        `map.not-geojson`, `map.no-code`, `map.wrong-outline`.
    """
    features = _features(content, file)
    found: dict[str, tuple[Ring, ...]] = {}
    for number, feature in enumerate(features, 1):
        code = _code(feature, number, file)
        found[code] = (*found.get(code, ()), *_rings(feature, code, file))
    return found


def _features(content: bytes, file: Path) -> list[dict[str, Any]]:
    try:
        read = json.loads(content)
    except ValueError:
        read = None
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(one, dict) for one in features):
        raise Problem(
            "map.not-geojson",
            Text("不是含要素的 GeoJSON（FeatureCollection）", "not a GeoJSON FeatureCollection with features"),
            Text(
                "导出为 GeoJSON（WGS 84 或 CGCS2000 经纬度，UTF-8）",
                "export it as GeoJSON, longitude and latitude, UTF-8",
            ),
            file=file,
        )
    return features


def _code(feature: Mapping[str, Any], number: int, file: Path) -> str:
    properties = feature.get("properties") or {}
    for name in _CODE_FIELDS:
        text = str(properties.get(name, ""))
        code = text.removeprefix(_COUNTRY) if len(text) == 9 else text
        if re.fullmatch(r"\d{6}", code):
            return code
    raise Problem(
        "map.no-code",
        Text("第 {number} 个要素没有六位行政区划代码", "feature {number} has no code of six digits").fill(
            number=number
        ),
        Text(
            "在属性 code（或 adcode、gb）中写 GB/T 2260 代码",
            "put the code of GB/T 2260 into its property `code` (or `adcode`, `gb`)",
        ),
        file=file,
    )


def _rings(feature: Mapping[str, Any], code: str, file: Path) -> Iterator[Ring]:
    geometry = feature.get("geometry") or {}
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind or "")
    try:
        rings = [
            tuple((float(point[0]), float(point[1])) for point in ring)
            for polygon in polygons or ()
            for ring in polygon
        ]
    except (TypeError, ValueError, IndexError):
        rings = []
    if not rings or not all(map(_is_ring, rings)):
        raise Problem(
            "map.wrong-outline",
            Text("{code} 的轮廓不是闭合的经纬度多边形", "the outline of {code} is no closed polygon in degrees").fill(
                code=code
            ),
            Text(
                "要素须为 Polygon 或 MultiPolygon，坐标为经纬度",
                "features are Polygon or MultiPolygon, in longitude and latitude",
            ),
            file=file,
        )
    yield from rings


def _is_ring(ring: Ring) -> bool:
    inside = all(math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90 for x, y in ring)
    return len(ring) >= _SHORTEST_RING and ring[0] == ring[-1] and inside

"""What every page says: whose it is, of when, that it is internal or simulated, how lights look, and where the other pages are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.overview.background import INTERNAL_ONLY, SIMULATED, TIMING, calendar_status
from openmbi.reports.overview.faces import legend
from openmbi.reports.overview.figures import both
from openmbi.reports.province.inputs import Circumstances, ProvinceInput
from openmbi.reports.province.levels import NAMES, PLURALS
from openmbi.reports.province.paths import GLANCE, MAP, MATRIX, OVERVIEW, TILES, list_path, page_path

GLANCE_TITLE, _OVERVIEW, _MATRIX, _TILES = (
    Text("一览", "At a glance"),
    Text("概览", "Overview"),
    Text("红绿灯矩阵", "Light matrix"),
    Text("方格示意图", "Tile grid"),
)
MAP_TITLE = Text("地图", "Map")
_LISTED = (
    Level.CITY,
    Level.INDUSTRY,
    Level.COUNTY,
    Level.INDUSTRY_GROUP,
    Level.CLUSTER,
    Level.SIZE_CLASS,
)


def frame(source: ProvinceInput) -> dict[str, Any]:
    """Return what every document of a run begins with; days are ISO dates, moments local time with offset."""
    return frame_of(source.about, navigation(source))


def frame_of(about: Circumstances, navigation: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return the same from the circumstances, with what leads to the other pages: the overview alone where nothing is given."""
    return {
        "bureau": both(about.bureau),
        "zone": both(about.zone),
        "internal_only": both(INTERNAL_ONLY),
        "simulated": both(SIMULATED) if about.simulated else None,
        "as_of": about.as_of.isoformat(),
        "run_at": about.run_at.isoformat(),
        "data_until": about.data_until.isoformat(),
        "timing": {"code": about.timing.value, "meaning": both(TIMING[about.timing])},
        "calendar": calendar_status(about.unannounced),
        "legend": legend(about.palette),
        "navigation": list(navigation) or [{"path": OVERVIEW, "label": both(_OVERVIEW)}],
    }


def frame_of_overview(document: Mapping[str, Any], navigation: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return the same from the overview's document of a run, with what leads to its other pages: the overview alone where nothing is given."""
    head, method = document["headline"], document["method"]
    return {
        **{name: document[name] for name in ("bureau", "internal_only", "simulated", "legend")},
        "zone": head["zone"],
        "data_until": head["data_until"],
        **{name: method[name] for name in ("as_of", "run_at", "timing")},
        "calendar": method.get("calendar"),
        "navigation": list(navigation) or [{"path": OVERVIEW, "label": both(_OVERVIEW)}],
    }


def navigation(source: ProvinceInput) -> list[dict[str, Any]]:
    """Return the pages that lead to all others: path and label, in the order in which they are shown."""
    found = [
        (GLANCE, GLANCE_TITLE),
        (OVERVIEW, _OVERVIEW),
        (page_path(Level.ZONE, source.about.zone_code), NAMES[Level.ZONE]),
    ]
    found += [(MATRIX, _MATRIX)] if has_matrix(source) else []
    found += [(TILES, _TILES)] if has_tiles(source) else []
    found += [(MAP, MAP_TITLE)] if has_map(source) else []
    found += [(list_path(level), PLURALS[level]) for level in listed_levels(source)]
    return _entries([*found, *source.about.further])


def navigation_without_groups(further: Sequence[tuple[str, Text]]) -> list[dict[str, Any]]:
    """Return the same of a run that knows no groups."""
    return _entries([(OVERVIEW, _OVERVIEW), *further])


def _entries(found: Sequence[tuple[str, Text]]) -> list[dict[str, Any]]:
    return [{"path": path, "label": both(label)} for path, label in found]


def has_matrix(source: ProvinceInput) -> bool:
    """Whether there are cells to arrange by city and industry."""
    return all(level in source.series for level in (Level.CITY, Level.INDUSTRY, Level.CELL))


def has_tiles(source: ProvinceInput) -> bool:
    """Whether there are cities that have a place on the grid."""
    return Level.CITY in source.series and bool(set(source.tiles) & set(source.series[Level.CITY].groups.tolist()))


def has_map(source: ProvinceInput) -> bool:
    """Whether there are cities to show on a map of the bureau's own."""
    return source.map is not None and Level.CITY in source.series


def listed_levels(source: ProvinceInput) -> list[Level]:
    """Return the levels that have a list of their groups; cells have the matrix."""
    return [level for level in _LISTED if level in source.series]

"""What stands around a viewer's pages: the bureau's name, how far the view reaches in words, and where the viewer's own pages begin."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from openmbi.catalog.places import Places, load_places
from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Text
from openmbi.core.owners import EVERYWHERE
from openmbi.flow.gate.gate import Gate
from openmbi.reports.province.paths import GLANCE, OWN, RELEASES

_ALL = Text("全部地区", "all places")
_NOTHING = Text("无范围", "no place")
_AND = Text("、", ", ")
_MORE = Text("等 {count} 个", " and others, {count} in all")
_SHOWN = 3


def bureau_name(gate: Gate) -> Text:
    """Return the name of the bureau."""
    return gate.bureau.settings.name.text


def reach_name(gate: Gate, viewer: Viewer) -> Text:
    """Return in words how far a viewer's scope reaches: names of places, codes of enterprises."""
    if viewer.scope.is_everywhere:
        return _ALL
    parts = [place_name(gate, code) for code in viewer.scope.places]
    parts += [Text(code, code) for code in viewer.scope.enterprises]
    if not parts:
        return _NOTHING
    told = parts[0]
    for part in parts[1:_SHOWN]:
        told = told + _AND + part
    return told if len(parts) <= _SHOWN else told + _MORE.fill(count=len(parts))


def place_name(gate: Gate, code: str) -> Text:
    """Return the name of a place today; the code where none is declared."""
    return _ALL if code == EVERYWHERE else _places(gate.bureau.catalog).name(code, gate.now().date())


def own_places(viewer: Viewer) -> tuple[str, ...]:
    """Return the places of a viewer's scope, each once; none of a scope that is everywhere."""
    return () if viewer.scope.is_everywhere else tuple(dict.fromkeys(viewer.scope.places))


def home(viewer: Viewer) -> str | None:
    """Return the path of the page that a viewer's own pages begin with; None for who reads no figures."""
    scope = viewer.scope
    if viewer.may(Permission.READ_INTERNAL) and scope.places:
        return GLANCE
    if viewer.may(Permission.READ_OWN) and scope.enterprises:
        return OWN
    return RELEASES if viewer.may(Permission.READ_RELEASES) and not viewer.may(Permission.READ_INTERNAL) else None


@cache
def _places(overlay: Path | None) -> Places:
    """Return the declared places, read once: names are asked for with every page."""
    return load_places(overlay)

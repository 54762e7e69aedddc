"""Where a page stands within a language's folder, and how others link to it."""

from __future__ import annotations

from urllib.parse import quote

from openmbi.core.tables import Level

OVERVIEW = "index"
MATRIX = "matrix"
TILES = "tiles"
ALERTS = "alerts"
QUALITY = "quality"
CASES = "cases"
ENTERPRISES = "enterprises"
FRESHNESS = "freshness"
CALENDAR = "calendar"
METHODOLOGY = "methodology"
AUDIT_LOG = "audit-log"
GLANCE = "glance"
INDEX_PAGE = "index-page"
MAP = "map"
OWN = "own"
RELEASES = "releases"


def page_path(level: Level | str, code: str) -> str:
    """Return the path of a group's or enterprise's page, without ending: `city/440600`. Characters that a file's name cannot have are percent-encoded."""
    return f"{level}/{quote(code, safe='')}"


def list_path(level: Level | str) -> str:
    """Return the path of the list of a level's groups."""
    return f"{level}/{OVERVIEW}"


def alerts_path(city: str | None = None) -> str:
    """Return the path of the list of alerts: of the whole zone, or of one city."""
    return ALERTS if city is None else f"{ALERTS}/{quote(city, safe='')}"


def case_path(number: int) -> str:
    """Return the path of a case's page."""
    return f"case/{number}"


def release_path(number: int) -> str:
    """Return the path of a public release's page."""
    return f"release/{number}"


def to_root(path: str) -> str:
    """Return what leads from a page to the folder of its language."""
    return "../" * path.count("/")


def href(path: str, ending: str = ".html") -> str:
    """Return a path as a link's address."""
    return quote(path) + ending

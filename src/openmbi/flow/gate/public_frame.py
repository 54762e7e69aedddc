"""What pages begin with for who reads public releases, or no figures at all: nothing of the newest run, which is internal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Text
from openmbi.core.releases import PublicRelease
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.releases import release, releases
from openmbi.reports.overview.figures import both

PUBLISHED = Text("仅含已公开发布的内容", "published contents only")
_TIMING = Text("数据以发布时所知为准", "figures as known when they were released")
_SIMULATED = Text("模拟数据，不是真实企业", "Simulated data, no real enterprises")


def public_frame(gate: Gate, viewer: Viewer, around: Mapping[str, Any]) -> dict[str, Any]:
    """Return the frame: days and moments of the newest public release that the viewer may see; empty where there is none. `around`: a frame with
    the legend and the navigation.
    """
    if not viewer.may(Permission.READ_RELEASES):
        return frame_of_release(gate, around, None) | {"internal_only": around["internal_only"]}
    seen = releases(gate, viewer)
    return frame_of_release(gate, around, release(gate, viewer, seen[0].number) if seen else None)


def frame_of_release(gate: Gate, around: Mapping[str, Any], found: PublicRelease | None) -> dict[str, Any]:
    """Return what the page of a public release begins with."""
    zone = gate.bureau.zone
    simulated = found.simulated if found else gate.bureau.settings.simulated
    return {
        "bureau": both(gate.bureau.settings.name.text),
        "zone": both(gate.bureau.settings.zone.text),
        "internal_only": both(PUBLISHED),
        "simulated": both(_SIMULATED) if simulated else None,
        "as_of": _local(found.as_of, zone) if found else "",
        "run_at": _local(found.made_at, zone) if found else "",
        "data_until": last_period(found) if found else "",
        "timing": {"code": "released", "meaning": both(_TIMING)},
        "calendar": None,
        "legend": around["legend"],
        "navigation": around["navigation"],
    }


def _local(at: str, zone: ZoneInfo) -> str:
    """Return a moment of ISO 8601 by the clocks of a zone."""
    return datetime.fromisoformat(at).astimezone(zone).isoformat()


def last_period(found: PublicRelease) -> str:
    """Return the last month that a release has figures of; empty where it has none."""
    periods = [str(row[-2])[:7] for table in found.tables for row in table.rows if len(row) > 1]
    return max(periods, default="")

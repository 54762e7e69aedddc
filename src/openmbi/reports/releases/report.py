"""The list of public releases as a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from openmbi.core.language import Text
from openmbi.core.releases import PublicRelease, ReleaseStanding
from openmbi.reports.overview.figures import both
from openmbi.reports.province.paths import METHODOLOGY, RELEASES, release_path
from openmbi.reports.releases.labels import STATES

TITLE = Text("公开发布", "Releases")


@dataclass(frozen=True)
class ListedRelease:
    """A release that the reader may see, and how far it has come."""

    release: PublicRelease
    standing: ReleaseStanding


def releases(listed: Sequence[ListedRelease], frame: Mapping[str, Any], zone: ZoneInfo, api: str) -> dict[str, Any]:
    """Return the document, the newest release first; moments by the clocks of `zone`. `api`: the address below which programs read releases."""
    return {
        "report": "releases",
        **frame,
        "path": RELEASES,
        "title": both(TITLE),
        "listed": [_line(one, zone) for one in listed],
        "method_path": METHODOLOGY,
        "api": api,
    }


def _line(one: ListedRelease, zone: ZoneInfo) -> dict[str, Any]:
    standing = one.standing
    return {
        "number": standing.number,
        "path": release_path(standing.number),
        "as_of": moment_of(one.release.as_of, zone),
        "state": both(STATES[standing.state]),
        "signed": standing.signed_at and moment_of(standing.signed_at.isoformat(), zone),
        "embargo": standing.embargo_until and moment_of(standing.embargo_until.isoformat(), zone),
        "corrects": standing.corrects,
        "corrected_by": standing.corrected_by,
        "tables": len(one.release.tables),
    }


def moment_of(at: str, zone: ZoneInfo) -> str:
    """Return a moment of ISO 8601 by the clocks of a zone, to the minute."""
    return f"{datetime.fromisoformat(at).astimezone(zone):%Y-%m-%d %H:%M}"

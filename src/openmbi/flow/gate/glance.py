"""The one-glance page of a viewer's own place: the whole zone, or the city or county that the scope names."""

from __future__ import annotations

from collections import Counter
from typing import Any

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.cases import Asked
from openmbi.flow.gate.cases import cases
from openmbi.flow.gate.documents import document, frame
from openmbi.flow.gate.gate import Gate
from openmbi.reports.glance.inputs import GlanceInput, OpenCases
from openmbi.reports.glance.report import glance as report
from openmbi.reports.province.paths import ALERTS, GLANCE, alerts_path, page_path


def glance(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the document of the page.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where the newest run has no page of the viewer's place; `run.none`.
    """
    viewer.check(Permission.READ_INTERNAL)
    everywhere = viewer.scope.is_everywhere
    if not everywhere and not viewer.scope.places:
        raise no_such(GLANCE)
    place = None if everywhere else viewer.scope.places[0]
    zone = page_path(Level.ZONE, gate.bureau.settings.zone.code)
    found = report(
        GlanceInput(
            group=document(gate, viewer, zone if place is None else _path_of(place)),
            alerts=_alerts(gate, viewer, place),
            feeds=_feeds(gate, zone),
            cases=_open_cases(gate, viewer),
        )
    )
    around = frame(gate, viewer)
    return found | {"navigation": around["navigation"] if around else []}


def _path_of(place: str) -> str:
    return page_path(Level.CITY if place.endswith("00") else Level.COUNTY, place)


def _alerts(gate: Gate, viewer: Viewer, place: str | None) -> dict[str, Any] | None:
    """Return the list of alerts of the place; of a county, and where nothing was looked for, None."""
    if place is not None and not place.endswith("00"):
        return None
    try:
        return document(gate, viewer, alerts_path(place) if place else ALERTS)
    except Problem as problem:
        if problem.code == "access.none":
            return None
        raise


def _feeds(gate: Gate, zone: str) -> list[dict[str, Any]]:
    """Return the sources that are late: they are the bureau's, of no place, and hold no figure of anyone."""
    found = gate.site.document(zone)
    return found["alarms"] if found else []


def _open_cases(gate: Gate, viewer: Viewer) -> OpenCases:
    found, now = cases(gate, viewer, Asked()).cases, gate.now()
    return OpenCases(
        by_state=Counter(case.state for case in found),
        overdue=sum(case.is_overdue(now) for case in found),
    )

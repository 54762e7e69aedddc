"""The one-glance page of a viewer's own place: the whole zone, or one of the cities and counties that the scope names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from openmbi.core.access import Permission, Scope, Viewer, no_such
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.cases import Asked
from openmbi.flow.gate.cases import cases
from openmbi.flow.gate.documents import document, frame
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.own_navigation import place_path
from openmbi.flow.gate.standing import own_places, place_name
from openmbi.reports.glance.inputs import GlanceInput, OpenCases, PlaceChoice
from openmbi.reports.glance.report import glance as report
from openmbi.reports.province.paths import ALERTS, GLANCE, page_path


def glance(gate: Gate, viewer: Viewer, place: str | None = None) -> dict[str, Any]:
    """Return the document of the page; `place`: of which city or county within the scope, the first of the scope where none is asked for.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where the scope does not reach the place or the newest run has no page of it; `run.none`.
    """
    viewer.check(Permission.READ_INTERNAL)
    own = [each for each in own_places(viewer) if gate.site.document(place_path(each))]
    if place is None and not viewer.scope.is_everywhere:
        if not own:
            raise no_such(GLANCE)
        place = own[0]
    there = viewer if place is None else _within(viewer, place)
    zone = page_path(Level.ZONE, gate.bureau.settings.zone.code)
    found = report(
        GlanceInput(
            group=document(gate, there, zone if place is None else place_path(place)),
            alerts=_alerts(gate, there),
            feeds=_feeds(gate, zone),
            cases=_open_cases(gate, there),
            choice=[PlaceChoice(each, place_name(gate, each)) for each in own] if len(own) > 1 else (),
        )
    )
    around = frame(gate, viewer)
    return found | {"navigation": around["navigation"] if around else []}


def _within(viewer: Viewer, place: str) -> Viewer:
    """Return the viewer with a view of one place.

    Raises
    ------
    Problem
        `access.none` where the scope does not reach it.
    """
    if not viewer.scope.covers_place(place):
        raise no_such(f"{GLANCE}/{place}")
    return replace(viewer, scope=Scope((place,)))


def _alerts(gate: Gate, viewer: Viewer) -> dict[str, Any] | None:
    """Return the list of alerts within a view; None where nothing was looked for."""
    try:
        return document(gate, viewer, ALERTS)
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

"""Enterprises: counts by light, those that are not green with the reason, and those that have stopped."""

from __future__ import annotations

from typing import Any

import numpy as np

from openmbi.catalog.palettes import Palette
from openmbi.catalog.schemes import ORDER
from openmbi.core.tables import Colour, Lights, Polarity
from openmbi.reports.overview.faces import face
from openmbi.reports.overview.figures import both, percent, published
from openmbi.reports.overview.inputs import OverviewInput
from openmbi.reports.overview.outliers import counted, outlier_line
from openmbi.reports.overview.roster import Roster

LARGEST_CAPPED = 10
_WARNED = tuple(colour for colour in ORDER[Polarity.RISK] if colour is not Colour.GREEN)


def lights(source: OverviewInput, roster: Roster) -> dict[str, Any]:
    """Return the section: counts and weights by colour, then the worse before the milder and the heavier before the lighter."""
    state = source.enterprise_lights
    today = [Colour(int(code)) for code in state.colour[:, -1]]
    warned = [row for row, colour in enumerate(today) if colour in _WARNED]
    warned.sort(key=lambda row: (_WARNED.index(today[row]), -roster.weight(str(state.subjects[row]))))
    return {
        "counts": [_count(source, colour, roster) for colour, _ in source.palette.legend()],
        "warned": [_warned(source, roster, row, today[row]) for row in warned],
        "zone_history": _history(source.zone_lights, source.palette),
    }


def stopped(source: OverviewInput, roster: Roster) -> dict[str, Any]:
    """Return the section: enterprises without a positive reading for so many days, the heavier first."""
    ranked = sorted(source.stopped, key=lambda each: (-each.share_of_base, each.since, each.subject))
    return {
        "after_days": source.stopped_after_days,
        "enterprises": len(ranked),
        "weight": percent(sum(each.share_of_base for each in ranked)),
        "listed": [
            {
                **roster.entry(each.subject),
                "weight": percent(each.share_of_base),
                "since": each.since.isoformat(),
                "days": each.days,
            }
            for each in ranked
        ],
    }


def capped(source: OverviewInput, roster: Roster) -> dict[str, Any]:
    """Return the section: how many readings count at a cap, and those that would have moved the level most."""
    ranked = sorted(source.capped, key=lambda each: (-each.points, each.day, each.subject))
    return {
        "readings": len(ranked),
        "listed": [
            {
                **roster.entry(each.subject),
                "day": each.day.isoformat(),
                "reading": f"{each.reading:.0f}",
                "counted": f"{each.counted:.0f}",
                "points": published(each.points),
            }
            for each in ranked[:LARGEST_CAPPED]
        ],
    }


def outliers(source: OverviewInput, roster: Roster) -> dict[str, Any] | None:
    """Return the section: how many outliers the latest weeks brought, and those that moved most of the zone; None where none were looked for."""
    found = source.outliers
    if found is None:
        return None
    return {
        "first": found.first.isoformat(),
        "counts": counted(found.counts),
        "listed": [
            {**roster.entry(one.subject), "weight": percent(one.weight), **outlier_line(one.outlier)}
            for one in found.largest
        ],
    }


def _count(source: OverviewInput, colour: Colour, roster: Roster) -> dict[str, Any]:
    state = source.enterprise_lights
    subjects = [str(name) for name in state.subjects[state.colour[:, -1] == colour]]
    return {
        **face(source.palette, colour),
        "enterprises": len(subjects),
        "weight": percent(sum(map(roster.weight, subjects))),
    }


def _warned(source: OverviewInput, roster: Roster, row: int, colour: Colour) -> dict[str, Any]:
    state = source.enterprise_lights
    subject = str(state.subjects[row])
    return {
        **roster.entry(subject),
        "light": face(source.palette, colour),
        "since": str(state.since[row, -1]),
        "reason": both(source.enterprise_reasons[subject]),
    }


def _history(zone: Lights, palette: Palette) -> list[dict[str, Any]]:
    """Return the zone's lights as runs of one colour, in order of time."""
    colour = zone.colour[0]
    starts = np.flatnonzero(np.diff(colour, prepend=colour[0] + 1))
    ends = np.append(starts[1:], len(colour)) - 1
    return [
        {**face(palette, Colour(int(colour[first]))), "first": str(zone.days[first]), "last": str(zone.days[last])}
        for first, last in zip(starts, ends, strict=True)
    ]

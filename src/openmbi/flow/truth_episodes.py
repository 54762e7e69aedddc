"""What truly happened in a simulation, as the episodes that alerts are judged by: read from its truth file.

Sought are the events that alerts are for. Not sought, but true: what strikes whole regions and is in the register of known events (typhoon, power rationing),
an enterprise that left, the return from an event that ends, and what an event does to the groups that hold those it strikes where these are a good part of
the group. A start of own generation and the entry of an enterprise explain no alert.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openmbi.core.alerts import Direction
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.quality import Episode
from openmbi.core.tables import Level
from openmbi.flow.watched import Watched

SINGLE = {
    "shutdown": Direction.DOWN,
    "output_cut": Direction.DOWN,
    "slow_decline": Direction.DOWN,
    "relocation_from": Direction.DOWN,
    "relocation_to": Direction.UP,
    "spike": Direction.UP,
    "wrong_multiplier": Direction.UP,
}
LASTING = {"slow_decline", "relocation_from", "relocation_to"}  # what was lost does not come back
OF_A_CELL = {"cell_shock", "cell_dip"}
SHARED = {"typhoon", "power_rationing"}
RETURNING = {"shutdown", "output_cut", *OF_A_CELL}
GOOD_PART = 0.1  # of a group's weight, from which on what strikes its members moves the group
RETURN_DAYS = 30  # so long after its end a rise is the return from an event


def episodes_of_file(file: Path, watched: Watched) -> tuple[Episode, ...]:
    """Return the episodes of a truth file as `mbi simulate` writes it.

    Raises
    ------
    Problem
        `quality.unreadable-truth` where the file is none.
    """
    try:
        events = json.loads(file.read_text(encoding="utf-8"))["events"]
        return tuple(episode for event in events for episode in _episodes(event, watched))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem(
            "quality.unreadable-truth",
            Text("不是可读取的真值文件：{detail}", "no readable truth file: {detail}").fill(detail=repr(error)),
            Text("请指定 mbi simulate 写出的 truth.json", "name the truth.json that `mbi simulate` wrote"),
            file=file,
        ) from error


def _episodes(event: Mapping[str, Any], watched: Watched) -> Iterator[Episode]:
    kind, first, last = event["kind"], date.fromisoformat(event["first"]), date.fromisoformat(event["last"])
    members = [str(one) for one in event["enterprises"]]
    found: list[Episode] = []
    if kind in SINGLE:
        end = None if kind in LASTING else last
        found = [Episode(Level.ENTERPRISE, one, first, end, kind, SINGLE[kind]) for one in members]
    elif kind in OF_A_CELL:
        found = [_of_a_cell(event, members, Episode(Level.CELL, "", first, last, kind, Direction.DOWN), watched)]
    elif kind in SHARED:
        touched = _enterprises(members) | _groups(members, watched)
        found = [Episode(Level.ZONE, watched.zone, first, last, kind, touches=touched, sought=False)]
    elif kind == "deregistration":
        found = [Episode(Level.ENTERPRISE, one, first, None, kind, sought=False) for one in members]
    if kind in SINGLE or kind in OF_A_CELL:
        found += list(_of_those_that_hold(found[0], members, watched))
    yield from found
    if kind in RETURNING:
        yield from (_returned(one, last) for one in found)


def _of_a_cell(event: Mapping[str, Any], members: list[str], episode: Episode, watched: Watched) -> Episode:
    """Return the episode of the cell that the event names, or that most of its enterprises belong to."""
    cells = Counter(cell for one in members if (cell := watched.groups.get(Level.CELL, {}).get(one)))
    code = event.get("about") or max(cells, key=lambda cell: cells[cell], default="")
    return replace(episode, subject=code, touches=_enterprises(members))


def _of_those_that_hold(episode: Episode, members: list[str], watched: Watched) -> Iterator[Episode]:
    """Yield what an event is to the other groups of those it strikes, where they are a good part of the group."""
    for level, group in watched.holding(members, GOOD_PART):
        if (level, group) != (episode.level, episode.subject):
            within = frozenset[tuple[Level, str]]()
            yield replace(
                episode, level=level, subject=group, kind=f"within_{episode.kind}", touches=within, sought=False
            )


def _returned(episode: Episode, last: date) -> Episode:
    begin = last + timedelta(days=1)
    return replace(
        episode,
        first=begin,
        last=begin + timedelta(days=RETURN_DAYS),
        kind=f"end_of_{episode.kind}",
        direction=Direction.UP,
        sought=False,
    )


def _enterprises(members: list[str]) -> frozenset[tuple[Level, str]]:
    return frozenset((Level.ENTERPRISE, one) for one in members)


def _groups(members: list[str], watched: Watched) -> frozenset[tuple[Level, str]]:
    return frozenset((level, of[one]) for level, of in watched.groups.items() for one in members if one in of)

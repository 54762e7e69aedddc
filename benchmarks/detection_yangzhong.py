"""Yangzhong's real electricity: how late its real stops are found, what is alerted beside them, and which events of stated sizes planted into it are found.

A real stop: an enterprise active on more than 80 % of the first 90 days has 30 days or more in a row, later, without a reading above the sentinel 1, which
stands for zero or no reading. What is alerted beside the stops is no proof of a false alarm: nobody has told what else happened there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf
from pathlib import Path

import numpy as np

from benchmarks.adjustment_real import SENTINEL
from benchmarks.detection_episodes import RETURN_DAYS, day
from benchmarks.detection_truth import Truth
from openmbi.alerts.quality.intervals import wilson
from openmbi.alerts.quality.watch import Watch, quiet_years, struck
from openmbi.core.alerts import Alert, Direction
from openmbi.core.quality import Episode, Part, match
from openmbi.core.tables import Level, Reading
from openmbi.simulation.planting import plant
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.planting import PlantedRange, Planting

FILE = "yangzhong_daily_wide.csv"
FIRST_DAYS, ACTIVE_SHARE, STOP_DAYS = 90, 0.8, 30
HISTORY_DAYS = 150
DELAYS = (3, 7, 14)
STEPS = (
    {EventKind.OUTPUT_CUT: 0.25, EventKind.SLOW_DECLINE: 0.003, EventKind.SPIKE: 2.0},
    {EventKind.OUTPUT_CUT: 0.40, EventKind.SLOW_DECLINE: 0.006, EventKind.SPIKE: 3.0},
    {EventKind.OUTPUT_CUT: 0.55, EventKind.SLOW_DECLINE: 0.010, EventKind.SPIKE: 5.0},
    {EventKind.OUTPUT_CUT: 0.80, EventKind.SLOW_DECLINE: 0.017, EventKind.SPIKE: 8.0},
)
"""The sizes that are planted together: share lost, log points a day, times the use. A shutdown loses all."""
DAYS_OF = {
    EventKind.SHUTDOWN: (15, 100),
    EventKind.OUTPUT_CUT: (20, 100),
    EventKind.SLOW_DECLINE: (60, 120),
    EventKind.SPIKE: (1, 3),
}
EACH, EARLIEST, DAYS_BEFORE_END, SEED = 30, 200, 60, 71
DIRECTION = {kind: Direction.UP if kind is EventKind.SPIKE else Direction.DOWN for kind in DAYS_OF}

Detector = Callable[[Truth], Iterable[Alert]]


@dataclass(frozen=True)
class Told:
    """What a detector said: delays in days of what was looked for, ∞ where nothing was found; other alerts, by 1,000 enterprise-months."""

    days: np.ndarray
    others: float


def rows(detectors: dict[str, Detector]) -> Iterator[dict[str, object]]:
    """Yield the figures of each detector, the first one's as ours beside each other one's."""
    if not os.environ.get("MBI_DATA_DIR"):
        yield {"figure": "Yangzhong: skipped, MBI_DATA_DIR is not set"}
        return
    text = (Path(os.environ["MBI_DATA_DIR"]) / "yangzhong_power" / FILE).read_text(encoding="utf-8")
    truth = series(text)
    stops, watched = real_stops(truth)
    told = {name: told_of_stops(truth, find(truth), stops, watched) for name, find in detectors.items()}
    yield from _stop_rows(told, len(stops), len(watched))
    planted = [plant(text, SEED + number, "1", planting(step)) for number, step in enumerate(STEPS)]
    for name, find in detectors.items():
        for step, each in zip(STEPS, planted, strict=True):
            yield from _size_rows(name, step, found_planted(series(each.text), each.truth, find))


def series(text: str) -> Truth:
    """Read the wide file: a day a line, a column an enterprise, the sum last; a reading of the sentinel is 0 or none."""
    header, *lines = [line.split(",") for line in text.removeprefix("\ufeff").split()]
    kwh = np.array([line[1:-1] for line in lines], np.float32).T
    use = np.where(kwh > SENTINEL, kwh, np.float32(0))
    reading = np.where(use > 0, np.uint8(Reading.NORMAL), np.uint8(Reading.ZERO_OR_MISSING))
    days = np.array([line[0].replace("/", "-") for line in lines], "M8[D]")
    unseen, none = np.full(use.shape, np.nan, np.float32), np.full(len(use), "")
    return Truth(
        seed=0, history=HISTORY_DAYS, days=days, subjects=np.array(header[1:-1]), city=np.full(len(use), "321182"),
        industry=np.full(len(use), "C"), owner=none, size_class=none, first=np.zeros(len(use), int),
        stop=np.full(len(use), len(days)), use=use, reading=reading, freight=unseen, onsite=unseen, events=(), silences=(),
    )  # fmt: skip


def real_stops(truth: Truth) -> tuple[list[Episode], list[str]]:
    """Return the first stop of each enterprise that has one, and the names of those watched."""
    active = truth.use > 0
    rows = np.flatnonzero(active[:, :FIRST_DAYS].mean(axis=1) > ACTIVE_SHARE)
    found = []
    for row in rows.tolist():
        edge = np.diff((~active[row, FIRST_DAYS:]).astype(int), prepend=0, append=0)
        first, stop = np.flatnonzero(edge == 1) + FIRST_DAYS, np.flatnonzero(edge == -1) + FIRST_DAYS
        long = np.flatnonzero(stop - first >= STOP_DAYS)
        if len(long):
            begun, ended = int(first[long[0]]), int(stop[long[0]]) - 1
            found.append(_episode(str(truth.subjects[row]), day(truth, begun), day(truth, ended), EventKind.SHUTDOWN))
    return found, truth.subjects[rows].tolist()


def planting(step: dict[EventKind, float]) -> Planting:
    """Return what is planted together: shutdowns, and the other kinds of the sizes of a step."""
    sizes = {EventKind.SHUTDOWN: 1.0, **step}
    ranges = {kind: PlantedRange(EACH, DAYS_OF[kind], (size, size)) for kind, size in sizes.items()}
    return Planting(ranges, EARLIEST, DAYS_BEFORE_END)


def _episode(subject: str, first: date, last: date | None, kind: EventKind) -> Episode:
    return Episode(Level.ENTERPRISE, subject, first, last, str(kind), DIRECTION[kind])


def told_of_stops(truth: Truth, alerts: Iterable[Alert], stops: Sequence[Episode], watched: Sequence[str]) -> Told:
    """Judge the alerts of the enterprises watched after the history; a return from a stop is none of the others."""
    returns = [
        replace(one, first=last + timedelta(1), last=last + timedelta(1 + RETURN_DAYS), direction=Direction.UP, kind="end", sought=False)
        for one in stops
        if (last := one.last) and last < day(truth, len(truth.days) - 1)
    ]  # fmt: skip
    first, names = day(truth, HISTORY_DAYS), set(watched)
    own = [one for one in alerts if one.level is Level.ENTERPRISE and one.found_on >= first and one.subject in names]
    judged = match(own, [*stops, *returns])
    found = {one.truth: one.alert.found_on for one in judged if one.truth and one.part is Part.FIRST}
    watch = Watch(Level.ENTERPRISE, first, day(truth, len(truth.days) - 1), len(names))
    months = 12 * quiet_years(struck([*stops, *returns], watch), watch)
    return Told(_delays(stops, found), 1000 * sum(one.truth is None for one in judged) / months)


def _delays(episodes: Sequence[Episode], found: dict[Episode, date]) -> np.ndarray:
    return np.array([(found[one] - one.first).days if one in found else inf for one in episodes])


def _stop_rows(told: dict[str, Told], stops: int, watched: int) -> Iterator[dict[str, object]]:
    (_, ours), *peers = told.items()
    for name, peer in peers:
        figure = f"Yangzhong, {stops} real stops of {watched:,} enterprises"
        for within in (*DELAYS, np.inf):
            a, b = (
                100 * float((each.days <= within).mean() if within < inf else np.isfinite(each.days).mean())
                for each in (ours, peer)
            )
            when = f"within {within} days" if within < inf else "at all"
            yield {"figure": f"{figure}: found {when}, %; peer {name}", "ours": a, "peer": b}
        a, b = (float(np.quantile(each.days, 0.5, method="inverted_cdf")) for each in (ours, peer))
        yield {"figure": f"{figure}: median delay, days; peer {name}", "ours": a, "peer": b}
        yield {
            "figure": f"  other alerts by 1,000 enterprise-months; peer {name}",
            "ours": ours.others,
            "peer": peer.others,
        }


def found_planted(truth: Truth, told: dict[str, object], find: Detector) -> list[tuple[Episode, float]]:
    """Return what was planted, each with the days until its first alert."""
    episodes = []
    for event in told["events"]:  # type: ignore[attr-defined]
        kind, (subject,) = EventKind(event["kind"]), event["subjects"]
        first, last = (date.fromisoformat(event[end].replace("/", "-")) for end in ("first", "last"))
        episodes.append(_episode(subject, first, None if kind is EventKind.SLOW_DECLINE else last, kind))
    judged = match([one for one in find(truth) if one.level is Level.ENTERPRISE], episodes)
    found = {one.truth: one.alert.found_on for one in judged if one.truth and one.part is Part.FIRST}
    return list(zip(episodes, _delays(episodes, found).tolist(), strict=True))


def _size_rows(
    name: str, step: dict[EventKind, float], found: list[tuple[Episode, float]]
) -> Iterator[dict[str, object]]:
    for kind, size in {EventKind.SHUTDOWN: 1.0, **step}.items():
        days = np.array([late for one, late in found if one.kind == kind])
        share = wilson(int(np.isfinite(days).sum()), len(days))
        median = float(np.quantile(days, 0.5, method="inverted_cdf"))
        told = f"Yangzhong, {kind} of {size:g}, {name}: found, % ({100 * share.low:.0f}–{100 * share.high:.0f}), median delay {median:g} days"
        yield {"figure": told, "ours": 100 * share.share}

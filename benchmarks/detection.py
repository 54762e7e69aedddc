"""How good alerts are on drawn provinces and on Yangzhong, beside the peers; by episode, pooled over seeds that were not used while building.

Each seed is a province of 50,000 enterprises with 500 days of history and 400 days that are judged, 300 planted events and 8 of cells, from another first day.
`--quick`: one province of 5,000. `--seeds=72,73`: some of the seeds. `--usual`: also with the days and sizes that `mbi simulate` draws. All provinces are
simulated. The speed of detection stands last; that of adjustment is in `adjustment_speed`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from math import inf

from benchmarks import detection_speed, detection_yangzhong
from benchmarks.detection_ours import electricity_alone, every_source, learning_anew, without_festivals
from benchmarks.detection_peers import three_sigma
from benchmarks.detection_scores import (
    PAIR,
    Found,
    Outcome,
    begun_elsewhere,
    in_festival_weeks,
    is_red,
    judge,
    of_level,
    pooled,
)
from benchmarks.detection_truth import ENTERPRISES, Truth, draw, stated_events, usual_sizes
from openmbi.core.alerts import Alert
from openmbi.core.proportions import Proportion
from openmbi.core.tables import Level
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.planting import Planting

QUICK, USUAL = "--quick" in sys.argv, "--usual" in sys.argv
COUNT = 5_000 if QUICK else ENTERPRISES
STARTS = {
    72: date(2022, 4, 1),
    73: date(2022, 8, 1),
    74: date(2022, 12, 1),
    75: date(2023, 4, 1),
    76: date(2023, 8, 1),
}
"""First days by seed. Seeds below 72 are for building: those from 61 on were reported on once, and showed what was then mended."""
_ASKED = [int(seed) for word in sys.argv if word.startswith("--seeds=") for seed in word[8:].split(",")]
SEEDS = _ASKED or ((69,) if QUICK else tuple(STARTS))
SINGLE = (EventKind.SHUTDOWN, EventKind.OUTPUT_CUT, EventKind.SLOW_DECLINE, PAIR, EventKind.SPIKE)
WITHIN = {
    EventKind.SHUTDOWN: (2, 99),
    EventKind.OUTPUT_CUT: (14, None),
    EventKind.SLOW_DECLINE: (40, 65),
    PAIR: (12, 95),
    EventKind.SPIKE: (2, None),
    EventKind.CELL_SHOCK: (3, 95),
}
"""Days after the beginning, and the share in % that is to be found by then."""
OURS, ONE, NO_FESTIVAL, SIGMA = "every source", "electricity alone", "without festivals", "robust 3 σ"
DETECTORS: dict[str, Callable[[Truth], Iterable[Alert]]] = {
    OURS: every_source,
    ONE: electricity_alone,
    NO_FESTIVAL: without_festivals,
    SIGMA: three_sigma,
}
PEERS = (ONE, NO_FESTIVAL, SIGMA)

Row = dict[str, object]


def main() -> Iterator[Row]:
    yield from _province("", stated_events(COUNT))
    if USUAL:
        yield from _province("usual sizes: ", usual_sizes(COUNT))
    yield from detection_yangzhong.rows({"ours": learning_anew, SIGMA: three_sigma})
    if not QUICK:
        yield from detection_speed.main()


def _province(told: str, planting: Planting) -> Iterator[Row]:
    outcomes: dict[str, list[Outcome]] = {name: [] for name in DETECTORS}
    for seed in SEEDS:
        truth = draw(seed, COUNT, planting=planting, first=STARTS[seed])
        for name, detect in DETECTORS.items():
            start = time.process_time()
            outcomes[name].append(judge(truth, detect(truth)))
            print(f"{told}seed {seed}, {name}: {time.process_time() - start:.0f} CPU s", file=sys.stderr)
    found = {name: pooled(each) for name, each in outcomes.items()}
    for row in _rows(found):
        yield row | {"figure": f"{told}{row['figure']}"}


def _rows(found: dict[str, Outcome]) -> Iterator[Row]:
    yield from _false(found)
    yield from _recalled(found)
    ours = found[OURS]
    yield {
        "figure": "alerts of members of a struck cell that its own alert does not cover, by cell event",
        "ours": ours.echoes / _cells(ours),
    }
    yield {"figure": "alerts of what else is true, or found before, counted apart", "ours": ours.others}


def _false(found: dict[str, Outcome]) -> Iterator[Row]:
    chosen = {
        "false among alerts, %": (lambda _: True, 15.0),
        "  in the Spring Festival weeks": (in_festival_weeks, 20.0),
        "  of enterprises": (of_level(Level.ENTERPRISE), None),
        "  of cells": (of_level(Level.CELL), None),
        "  of cities, industries and the province": (of_level(Level.CITY, Level.INDUSTRY, Level.ZONE), None),
        "  of red alerts": (is_red, 10.0),
    }
    for figure, (which, goal) in chosen.items():
        yield from _beside(figure, {name: each.false(which) for name, each in found.items()}, goal)
    rates = {name: each.false_alarms() for name, each in found.items()}
    for peer in PEERS:
        ours = rates[OURS]
        told = f"false alarms by 1,000 enterprise-years ({ours.low:.2f}–{ours.high:.2f}); peer {peer}"
        yield {"figure": told, "ours": ours.rate, "peer": rates[peer].rate, "goal": 0.8}


def _recalled(found: dict[str, Outcome]) -> Iterator[Row]:
    one, every = found[ONE], found[OURS]
    yield _share("found of the events of enterprises, electricity alone, %", one.recall(SINGLE), 75.0)
    yield _share("found of the events of enterprises, every source, %", every.recall(SINGLE), 80.0)
    for figure, each in (("electricity alone", one), ("every source", every)):
        seen = each.recall(SINGLE, None, _seen_by_two)
        yield _share(f"  of enterprises that two sources see, {figure}", seen, None)
    for kind, (within, goal) in WITHIN.items():
        shares = {name: each.recall([kind], within) for name, each in found.items()}
        yield from _beside(f"{kind} within {within} days, %", shares, goal)
        if goal:
            elsewhere = every.recall([kind], within, begun_elsewhere)
            yield _share(f"  {kind} begun outside the Spring Festival weeks, within {within} days, %", elsewhere, None)
        shares = {name: each.recall([kind]) for name, each in found.items()}
        late = f"half by day {_day(every.delay(kind, 0.5))}, nine in ten by day {_day(every.delay(kind, 0.9))}"
        yield from _beside(f"  {kind} at all ({late})", shares, None)


def _seen_by_two(event: Found) -> bool:
    return event.two_sources


def _beside(figure: str, shares: dict[str, Proportion], goal: float | None) -> Iterator[Row]:
    for peer in PEERS:
        yield _share(figure, shares[OURS], goal) | {
            "peer": 100 * shares[peer].share,
            "figure": f"{_of(figure, shares[OURS])}; peer {peer}",
        }


def _share(figure: str, share: Proportion, goal: float | None) -> Row:
    return {"figure": _of(figure, share), "ours": 100 * share.share, "goal": goal}


def _of(figure: str, share: Proportion) -> str:
    return f"{figure} ({100 * share.low:.0f}–{100 * share.high:.0f}; of {share.whole:,})"


def _day(days: float) -> str:
    return "never" if days == inf else f"{days:.0f}"


def _cells(outcome: Outcome) -> int:
    return sum(one.kind == EventKind.CELL_SHOCK for one in outcome.events)


if __name__ == "__main__":
    for row in main():
        print(row)

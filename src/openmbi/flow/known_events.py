"""The planted events that everybody knows of, as declarations of a bureau's catalog."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.places import PROVINCE

_NAMES = {
    EventKind.TYPHOON: ("模拟台风", "simulated typhoon"),
    EventKind.POWER_RATIONING: ("模拟有序用电", "simulated power rationing"),
}


def known_event_files(events: Sequence[PlantedEvent], clock: Clock) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of a file for each event; `about` of an event names its cities or industries."""
    for event in events:
        first, last = clock.day(event.first), clock.day(event.last)
        zh, en = _NAMES[event.kind]
        codes = event.about.split()
        cities = codes[0].isdigit()
        declared = {
            "code": f"simulated_{event.kind}_{first:%Y%m%d}",
            "name": {"zh": f"{zh}（{first}）", "en": f"{en} ({first})"},
            "kind": str(event.kind),
            "first": first,
            "last": last,
            "places": codes if cities else [PROVINCE],
            **({} if cities else {"industries": codes}),
            "citation": {"zh": "模拟省的真值文件 truth.json", "en": "truth.json of the simulated province"},
        }
        yield f"{declared['code']}.yml", yaml.safe_dump(declared, allow_unicode=True, sort_keys=False).encode()

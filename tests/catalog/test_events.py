from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openmbi.catalog.events import EventKind, KnownEvent, load_events

EVENTS = load_events(None)
LANDFALL = date(2018, 9, 16)


def found(place: str | None, first: date, last: date, industry: str | None = None) -> list[str]:
    return [event.code for event in EVENTS.events_on(place, industry, first, last)]


def test_a_typhoon_is_found_on_its_days_and_in_its_places():
    assert found("440700", LANDFALL, LANDFALL) == ["typhoon_mangkhut_2018"]
    assert found("440781", LANDFALL, LANDFALL) == ["typhoon_mangkhut_2018"]  # a county of a city that is named
    assert found("440000", LANDFALL, LANDFALL) == ["typhoon_mangkhut_2018"]  # the province, for a part of it
    assert found("445100", LANDFALL, LANDFALL) == []  # a city that is not named
    assert found("321182", LANDFALL, LANDFALL) == []  # another province
    assert found("440700", date(2018, 9, 18), date(2018, 12, 31)) == []
    assert found("440700", date(2018, 9, 1), date(2018, 9, 15)) == []


def test_events_come_by_their_first_day():
    codes = found(None, date(2017, 1, 1), date(2023, 12, 31))
    assert len(codes) == 6
    assert codes[0] == "typhoon_hato_2017"
    assert codes[-1] == "typhoon_saola_2023"


def test_an_event_of_an_industry(tmp_path: Path):
    (tmp_path / "events").mkdir()
    (tmp_path / "events/stop.yml").write_text(
        "code: stop\nname: {zh: 水泥错峰, en: cement stop}\nkind: environmental_stop\nfirst: 2024-12-01\n"
        "last: 2024-12-31\nindustries: [C301]\ncitation: {zh: 本局, en: own}\n",
        encoding="utf-8",
    )
    events = load_events(tmp_path)
    day = date(2024, 12, 15)

    def touched(industry: str | None) -> list[EventKind]:
        return [event.kind for event in events.events_on("440100", industry, day, day)]

    assert touched("C3011") == touched("C30") == touched(None) == [EventKind.ENVIRONMENTAL_STOP]
    assert touched("C31") == []


def test_days_run_forward():
    event = EVENTS.events[0].model_dump()
    with pytest.raises(ValueError, match="before first"):
        KnownEvent.model_validate(event | {"last": "2000-01-01"})
